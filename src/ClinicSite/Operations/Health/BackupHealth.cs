using System.Globalization;
using ClinicSite.Operations.Backup;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClinicSite.Operations.Health;

/// <summary>Is there a fresh copy of what was asked?</summary>
public sealed class BackupHealth(BackupStatus status, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!status.IsOverdue(clock.GetUtcNow()))
        {
            return Task.FromResult(HealthCheckResult.Healthy(status.LastGood is null ? "No backup is due." : "The backup is fresh."));
        }

        var since = status.LastGood is { } last ? string.Create(CultureInfo.InvariantCulture, $", since {last:yyyy-MM-dd HH:mm} UTC") : "";
        return Task.FromResult(HealthCheckResult.Degraded($"No backup has been made for more than a day{since}. The log says why; \"backup\" makes one."));
    }
}
