using System.Globalization;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Health;

/// <summary>Did the daily digest go out? Staff take its silence for trouble, and so does this.</summary>
public sealed class DigestCheck(IDbContextFactory<EnquiryDb> databases, IOptions<HealthOptions> options, RunStart run, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // One sent at a time that is still to come was sent while the clock ran ahead: it tells nothing.
        var last = await database.Deliveries
            .Where(delivery => delivery.Kind == DeliveryKind.Digest && delivery.State == DeliveryState.Sent && delivery.Sent <= now)
            .MaxAsync(delivery => delivery.Sent, cancellationToken);
        // A program that has just started has had no chance to send one yet.
        var since = last > run.At ? last.Value : run.At;
        return now - since <= options.Value.DigestMissedAfter
            ? HealthCheckResult.Healthy("The digest goes out.")
            : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"No digest has gone out since {since:yyyy-MM-dd HH:mm} UTC."));
    }
}
