using ClinicSite.Shell;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Health;

/// <summary>
/// Looks at every check once a minute and logs what has changed: trouble as an error, its end as information. What lasts
/// is said again every day, so that it is not forgotten, and not every minute, so that it is read.
/// </summary>
public sealed partial class AlertWorker(HealthCheckService checks, IOptions<HealthCheckServiceOptions> options, TimeProvider clock, ILogger<AlertWorker> log) : IWorkBehindSite
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SayAgain = TimeSpan.FromDays(1);

    private readonly Dictionary<string, DateTimeOffset> _said = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // One after the other: the service runs each on a thread of the pool, which has as many as the machine has
                // cores, and visitors' requests need one.
                foreach (var check in options.Value.Registrations)
                {
                    Tell(await checks.CheckHealthAsync(one => one == check, stopping));
                }
            }
#pragma warning disable CA1031 // because an exception that left this loop would stop the whole site
            catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogBlind(failure);
            }

            await Task.Delay(Pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(HealthReport report)
    {
        var now = clock.GetUtcNow();
        foreach (var (name, entry) in report.Entries)
        {
            if (entry.Status == HealthStatus.Healthy)
            {
                if (_said.Remove(name))
                {
                    LogWell(name, entry.Description);
                }
            }
            else if (!_said.TryGetValue(name, out var said) || now - said >= SayAgain)
            {
                _said[name] = now;
                LogTrouble(name, entry.Description);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Trouble with the {Check}: {What:l}")]
    private partial void LogTrouble(string check, string? what);

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Check} is well again: {What:l}")]
    private partial void LogWell(string check, string? what);

    [LoggerMessage(Level = LogLevel.Error, Message = "The checks could not be made")]
    private partial void LogBlind(Exception failure);
}
