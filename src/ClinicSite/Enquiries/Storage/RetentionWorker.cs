using ClinicSite.Shell;

namespace ClinicSite.Enquiries.Storage;

/// <summary>The loop around <see cref="Retention"/>, once an hour, and nothing else. It survives whatever a purge throws.</summary>
public sealed partial class RetentionWorker(Retention retention, TimeProvider clock, ILogger<RetentionWorker> log) : IWorkBehindSite
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await retention.PurgeAsync(stopping);
            }
#pragma warning disable CA1031 // because an exception that left this loop would stop the whole site
            catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPurgeFailed(failure);
            }

            await Task.Delay(Pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Enquiries whose time is over could not be erased; it is tried again in an hour")]
    private partial void LogPurgeFailed(Exception failure);
}
