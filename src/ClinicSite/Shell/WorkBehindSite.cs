using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicSite.Shell;

/// <summary>Work that goes on behind the open site, for as long as it is open.</summary>
public interface IWorkBehindSite
{
    /// <summary>Ends when the site stops. What it throws before that stops the site.</summary>
    Task RunAsync(CancellationToken stopping);
}

/// <summary>
/// Runs an <see cref="IWorkBehindSite"/>. It is made and begins when visitors can come in and every page can be answered,
/// so that it takes nothing from a start they wait for; and on a thread of its own: its first round (EF Core's model, the
/// first queries, the best compression) keeps a core busy for a second, and two such rounds on the pool's two threads would
/// leave none for a request. It is told to end as soon as the site begins to stop: the host tells its services one after the
/// other, and first waits for every visitor's last request, of which one may never come to its end.
/// </summary>
/// <remarks>
/// The host watches the task that it is handed when the service starts, so that task is there from the start and waits:
/// work that breaks is in the log and stops the site, and the program's exit code tells whoever watches over it to start it
/// again. What breaks off while the site stops is no such failure: it is taken up again at the next start.
/// </remarks>
public abstract class WorkBehindSite(SitePipeline site, IHostApplicationLifetime host) : BackgroundService, IHostedLifecycleService
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether this is why the site has stopped.</summary>
    public bool HasBroken => ExecuteTask is { IsCompleted: true, IsCompletedSuccessfully: false };

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _open.SetResult();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        var stopping = source.Token;
        try
        {
            await _open.Task.WaitAsync(stopping);
            await site.Laid.WaitAsync(stopping);
            await Task.Factory.StartNew(() => WorkAsync(stopping), stopping, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        }
#pragma warning disable CA1031 // because whatever ends it while the site stops, or before it ever opened, is not its failure
        catch (Exception) when (stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
    }

    protected abstract Task WorkAsync(CancellationToken stopping);
}

/// <inheritdoc/>
public sealed class WorkBehindSite<TWork>(SitePipeline site, IHostApplicationLifetime host, IServiceProvider services) : WorkBehindSite(site, host)
    where TWork : class, IWorkBehindSite
{
    protected override Task WorkAsync(CancellationToken stopping) => services.GetRequiredService<TWork>().RunAsync(stopping);
}

public static class WorkBehindSiteSetup
{
    public static IServiceCollection AddWorkBehindSite<TWork>(this IServiceCollection services)
        where TWork : class, IWorkBehindSite
    {
        services.TryAddSingleton<TWork>();
        return services.AddHostedService<WorkBehindSite<TWork>>();
    }
}
