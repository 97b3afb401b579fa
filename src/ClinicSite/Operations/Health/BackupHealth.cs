using ClinicSite.Operations.Backup;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClinicSite.Operations.Health;

/// <summary>Is there a fresh copy of what was asked?</summary>
public sealed class BackupHealth(BackupStatus status, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.IsOverdue(clock.GetUtcNow())
            ? HealthCheckResult.Degraded($"No backup has been made for more than a day{(status.LastGood is { } last ? $", since {last:yyyy-MM-dd HH:mm} UTC" : "")}. The log says why; \"backup\" makes one.")
            : HealthCheckResult.Healthy(status.LastGood is null ? "No backup is due." : "The backup is fresh."));
}
