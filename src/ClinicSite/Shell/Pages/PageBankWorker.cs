using ClinicSite.Clinic;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// Fills the <see cref="PageBank"/> before the site opens, compresses it in the background, and renders it anew at the
/// clinic's midnight. A rendering that fails while the site is open leaves the pages as they were.
/// </summary>
public sealed partial class PageBankWorker(
    PageBank bank,
    OpeningHours hours,
    IOptions<PageOptions> options,
    TimeProvider clock,
    ILogger<PageBankWorker> log) : BackgroundService, IHostedLifecycleService
{
    private DateTimeOffset _renderedAt;

    /// <summary>
    /// After the storage, whose keys sign the form, and before anything that works behind the site: visitors wait for this.
    /// </summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _renderedAt = clock.GetUtcNow();
        await bank.RenderAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!options.Value.AlwaysFresh)
            {
                bank.Compress(stoppingToken);
            }

            // Counted from the rendering: it may have been before a midnight that has passed while pages were compressed.
            var wait = (hours.NextMidnight(_renderedAt) - clock.GetUtcNow()).Ticks;
            // A clock that is set back must not make it wait for longer than a day.
            await Task.Delay(new TimeSpan(Math.Clamp(wait, 0, TimeSpan.TicksPerDay)), clock, stoppingToken);
            _renderedAt = clock.GetUtcNow();
            try
            {
                await bank.RenderAsync(stoppingToken);
                LogNewDay();
            }
#pragma warning disable CA1031 // because an exception that left this loop would stop the whole site
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogOldPages(fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The pages are rendered for a new day")]
    private partial void LogNewDay();

    [LoggerMessage(Level = LogLevel.Error, Message = "The pages could not be rendered for a new day; yesterday's stay until tomorrow")]
    private partial void LogOldPages(Exception fault);
}
