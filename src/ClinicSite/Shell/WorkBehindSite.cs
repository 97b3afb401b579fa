namespace ClinicSite.Shell;

/// <summary>
/// Work that goes on behind the open site. It begins when visitors can come in, so that it takes nothing from a start they
/// wait for, and on a thread of its own: its first round (EF Core's model, the first queries, the best compression) keeps
/// a core busy for a second, and two such rounds on the pool's two threads would leave none for a request.
/// </summary>
/// <remarks>
/// The host watches the task that it is handed when the service starts, so that task is there from the start and waits:
/// work that breaks is in the log and stops the site, for whoever watches over it, instead of being missed in silence.
/// </remarks>
public abstract class WorkBehindSite : BackgroundService, IHostedLifecycleService
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public virtual Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _open.SetResult();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _open.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested)
        {
            // It never opened: why is the start's to say.
            return;
        }

        await Task.Factory.StartNew(() => WorkAsync(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    protected abstract Task WorkAsync(CancellationToken stopping);
}
