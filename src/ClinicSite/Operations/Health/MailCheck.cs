using System.Globalization;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Health;

/// <summary>
/// Do mails reach the staff? Late, blocked and stalled ones are trouble, and nothing is lost by any of them. A note to a
/// patient is none: their addresses are as they typed them.
/// </summary>
public sealed class MailCheck(IDbContextFactory<EnquiryDb> databases, EnquiryMetrics metrics, IOptions<HealthOptions> options, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var waiting = await database.Deliveries
            .Where(delivery => delivery.Kind != DeliveryKind.Acknowledgement && Delivery.Waiting.Contains(delivery.State))
            .GroupBy(delivery => delivery.State)
            .Select(group => new { State = group.Key, Count = group.Count(), Oldest = group.Min(delivery => delivery.Owed) })
            .ToListAsync(cancellationToken);
        var age = waiting.Count == 0 ? TimeSpan.Zero : clock.GetUtcNow() - waiting.Min(group => group.Oldest);
        metrics.OldestUndelivered = age;

        var troubles = new List<string>();
        if (age > options.Value.MailLateAfter)
        {
            troubles.Add(string.Create(CultureInfo.InvariantCulture, $"{waiting.Sum(group => group.Count)} mail(s) to staff wait, the oldest for {age.TotalMinutes:F0} minutes"));
        }

        troubles.AddRange(waiting
            .Where(group => group.State is DeliveryState.Blocked or DeliveryState.Stalled)
            .Select(group => $"{group.Count} mail(s) {group.State.ToString().ToLowerInvariant()}"));
        return troubles.Count == 0
            ? HealthCheckResult.Healthy("No mail is late.")
            : HealthCheckResult.Degraded($"{string.Join("; ", troubles)}. Nothing is lost. \"mail check\" tells what is wrong.");
    }
}
