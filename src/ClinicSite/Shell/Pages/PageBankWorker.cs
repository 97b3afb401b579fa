using ClinicSite.Clinic;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// Fills the <see cref="PageBank"/> before the site opens (<see cref="PageBankStart"/>), compresses it behind the open site,
/// and renders it anew at the clinic's midnight. A page whose rendering fails while the site is open stays as it was.
/// </summary>
/// <remarks>
/// Pages that the last run kept open the site at once. They are rendered again behind it all the same: that readies the
/// views for the form, and should a page ever depend on what <see cref="KeptPages"/> does not know of, it is put right.
/// </remarks>
public sealed partial class PageBankWorker(
    SitePipeline site,
    PageBank bank,
    KeptPages kept,
    OpeningHours hours,
    IOptions<PageOptions> options,
    TimeProvider clock,
    ILogger<PageBankWorker> log) : IWorkBehindSite
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private DateTimeOffset _renderedAt;
    private bool _areRendered;

    /// <summary>So that every shared page can be answered.</summary>
    /// <exception cref="AggregateException">Pages could not be rendered: one inner exception each.</exception>
    /// <exception cref="Exception">What stands behind the pages could not be laid.</exception>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        _renderedAt = clock.GetUtcNow();
        if (!options.Value.AlwaysFresh && bank.Take(kept.Find()))
        {
            LogKept();
            return;
        }

        // A fault there is told once, and not by every page.
        await site.Laid.WaitAsync(cancellationToken);
        // Nearly all of it is the views' first run, which the cores can share.
        await bank.RenderAsync(Environment.ProcessorCount, cancellationToken);
        _areRendered = true;
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        if (!_areRendered)
        {
            _areRendered = await RenderAsync(stopping);
        }

        while (!stopping.IsCancellationRequested)
        {
            if (!options.Value.AlwaysFresh)
            {
                bank.Compress(stopping);
                // Else they are of another day than the stamp would say.
                if (_areRendered)
                {
                    Keep();
                }
            }

            // Asked again and again: a delay until midnight knows nothing of a clock that is set, or of a machine that slept.
            while (hours.DayOf(clock.GetUtcNow()) == hours.DayOf(_renderedAt))
            {
                await Task.Delay(Look, clock, stopping);
            }

            _renderedAt = clock.GetUtcNow();
            _areRendered = await RenderAsync(stopping);
            if (_areRendered)
            {
                LogNewDay();
            }
        }
    }

    private async Task<bool> RenderAsync(CancellationToken stop)
    {
        try
        {
            await bank.RenderAsync(atOnce: 1, stop);
            return true;
        }
#pragma warning disable CA1031 // because an exception that left the work would stop the whole site
        catch (Exception fault) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogOldPages(fault);
            return false;
        }
    }

    private void Keep()
    {
        try
        {
            kept.Keep(bank.Shared, _renderedAt);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            LogNotKept(refused.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The site opens with the pages of its last run")]
    private partial void LogKept();

    [LoggerMessage(Level = LogLevel.Information, Message = "The pages are rendered for a new day")]
    private partial void LogNewDay();

    [LoggerMessage(Level = LogLevel.Error, Message = "Pages could not be rendered anew; those that failed stay as they were until tomorrow")]
    private partial void LogOldPages(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The finished pages are not kept for the next start, which takes a second longer: {Reason:l}")]
    private partial void LogNotKept(string reason);
}
