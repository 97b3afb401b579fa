using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>The loop around <see cref="DeliveryPass"/> and <see cref="DigestSchedule"/>, and nothing else. It survives whatever they throw.</summary>
public sealed partial class NotifierWorker(
    DeliveryPass pass,
    DigestSchedule digests,
    NotifierSignal signal,
    IOptions<NotificationOptions> options,
    TimeProvider clock,
    ILogger<NotifierWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await pass.RunAsync(stoppingToken);
                if (await digests.OweAsync(stoppingToken))
                {
                    await pass.RunAsync(stoppingToken);
                }

                await signal.WaitAsync(options.Value.PollInterval, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // because an exception that left this loop would stop the whole site
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogPassFailed(failure);
                await Task.Delay(options.Value.PollInterval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery pass failed; what is owed stays in the database and is tried again")]
    private partial void LogPassFailed(Exception failure);
}
