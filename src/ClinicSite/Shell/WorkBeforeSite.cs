namespace ClinicSite.Shell;

/// <summary>What is done before the site opens, in the order in which it is registered. Visitors wait for it.</summary>
public abstract class WorkBeforeSite : IHostedLifecycleService
{
    /// <summary>What it throws refuses the start.</summary>
    public abstract Task StartingAsync(CancellationToken cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
