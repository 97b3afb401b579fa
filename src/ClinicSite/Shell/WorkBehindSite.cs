namespace ClinicSite.Shell;

/// <summary>
/// Work that goes on behind the open site. It begins when visitors can come in, so that it takes nothing from a start they
/// wait for, and on a thread of its own: its first round (EF Core's model, the first queries, the best compression) keeps
/// a core busy for a second, and two such rounds on the pool's two threads would leave none for a request.
/// </summary>
public abstract class WorkBehindSite : BackgroundService, IHostedLifecycleService
{
    public virtual Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public sealed override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => base.StartAsync(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => WorkAsync(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    protected abstract Task WorkAsync(CancellationToken stopping);
}
