using ClinicSite.Shell;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>The loop around <see cref="DeliveryPass"/> and <see cref="DigestSchedule"/>, and nothing else. It survives whatever they throw.</summary>
public sealed partial class NotifierWorker(
    DeliveryPass pass,
    DigestSchedule digests,
    NotifierSignal signal,
    IOptions<NotificationOptions> options,
    TimeProvider clock,
    ILogger<NotifierWorker> log) : IWorkBehindSite
{
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await pass.RunAsync(stopping);
                if (await digests.OweAsync(stopping))
                {
                    await pass.RunAsync(stopping);
                }

                await signal.WaitAsync(options.Value.PollInterval, clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // because an exception that left this loop would stop the whole site
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogPassFailed(failure);
                await Task.Delay(options.Value.PollInterval, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery pass failed; what is owed stays in the database and is tried again")]
    private partial void LogPassFailed(Exception failure);
}
