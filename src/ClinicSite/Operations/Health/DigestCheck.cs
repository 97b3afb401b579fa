using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Health;

/// <summary>Did the daily digest go out? Staff take its silence for trouble, and so does this.</summary>
public sealed class DigestCheck(IDbContextFactory<EnquiryDb> databases, IOptions<HealthOptions> options, TimeProvider clock) : IHealthCheck
{
    private DateTimeOffset _started = clock.GetUtcNow();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // One sent at a time that is still to come was sent while the clock ran ahead: it tells nothing.
        var last = await database.Deliveries
            .Where(delivery => delivery.Kind == DeliveryKind.Digest && delivery.State == DeliveryState.Sent && delivery.Sent <= now)
            .MaxAsync(delivery => delivery.Sent, cancellationToken);
        _started = _started < now ? _started : now;
        // A program that has just started has had no chance to send one yet.
        var since = last > _started ? last.Value : _started;
        return now - since <= options.Value.DigestMissedAfter
            ? HealthCheckResult.Healthy("The digest goes out.")
            : HealthCheckResult.Degraded($"No digest has gone out since {since:yyyy-MM-dd HH:mm} UTC.");
    }
}
