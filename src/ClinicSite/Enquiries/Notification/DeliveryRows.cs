using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// The rows of what is owed, and how the notifier changes them. Each change names in its condition the state it starts
/// from, so a late writer changes nothing and a lease is ended by its owner alone. One does not: a mail that was sent is
/// sent, whatever anybody wrote meanwhile.
/// </summary>
public sealed class DeliveryRows(IDbContextFactory<EnquiryDb> databases, DatabaseWriter writer, IOptions<NotificationOptions> options, TimeProvider clock)
{
    private const int Batch = 50;

    /// <summary>Each wait is up to so much shorter or longer, so that rows which failed together do not return together.</summary>
    private const double Jitter = 0.2;

    private readonly Guid _owner = Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>
    /// What is due: the newest that was never tried, the longest due, the second newest, the second longest due, and so on.
    /// What has just been tried comes last: no mail is asked about again and again while others wait.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        var due = DueAt(database, clock.GetUtcNow());
        var newest = await due.Where(delivery => delivery.LastFailure == null)
            .OrderByDescending(delivery => delivery.Owed).Select(delivery => delivery.Id).Take(Batch).ToListAsync(cancellation);
        var longest = await due
            .OrderBy(delivery => delivery.NextAttempt).ThenBy(delivery => delivery.Owed).Select(delivery => delivery.Id).Take(Batch).ToListAsync(cancellation);
        return [.. newest.Zip(longest).SelectMany(pair => new[] { pair.First, pair.Second }).Concat(longest.Skip(newest.Count)).Distinct()];
    }

    /// <summary>Compare-and-swap: of two claimers one gets the row.</summary>
    public async Task<bool> ClaimAsync(Guid id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var claimed = await writer.WriteAsync(
            (database, token) => DueAt(database, now).Where(delivery => delivery.Id == id).ExecuteUpdateAsync(
                row => row
                    .SetProperty(delivery => delivery.State, DeliveryState.Leased)
                    .SetProperty(delivery => delivery.LeaseOwner, _owner)
                    .SetProperty(delivery => delivery.LeaseEnds, now + options.Value.Lease),
                token),
            cancellation);
        return claimed == 1;
    }

    // What happened is recorded even when the program is stopping: a sent mail that is not noted would be sent twice.
    public Task RecordSentAsync(Guid id) => writer.WriteAsync(
        (database, token) => database.Deliveries.Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row
                .SetProperty(delivery => delivery.State, DeliveryState.Sent)
                .SetProperty(delivery => delivery.Sent, clock.GetUtcNow())
                .SetProperty(delivery => delivery.Attempts, delivery => delivery.Attempts + 1)
                .SetProperty(delivery => delivery.LeaseOwner, (Guid?)null)
                .SetProperty(delivery => delivery.LeaseEnds, (DateTimeOffset?)null),
            token),
        CancellationToken.None);

    public Task RecordFailureAsync(Delivery failed, Verdict verdict, string failure)
    {
        var next = clock.GetUtcNow() + Jittered(verdict.Wait);
        return writer.WriteAsync(
            (database, token) => Mine(database, failed.Id).ExecuteUpdateAsync(
                row => row
                    .SetProperty(delivery => delivery.State, verdict.State)
                    .SetProperty(delivery => delivery.NextAttempt, next)
                    .SetProperty(delivery => delivery.LastFailure, failure)
                    .SetProperty(delivery => delivery.Attempts, failed.Attempts + (verdict.Counts ? 1 : 0))
                    .SetProperty(delivery => delivery.LeaseOwner, (Guid?)null)
                    .SetProperty(delivery => delivery.LeaseEnds, (DateTimeOffset?)null),
                token),
            CancellationToken.None);
    }

    /// <summary>Hands a claimed row back untried: whatever it was before, it is due again.</summary>
    public Task ReleaseAsync(Guid id) => writer.WriteAsync(
        (database, token) => Mine(database, id).ExecuteUpdateAsync(
            row => row
                .SetProperty(delivery => delivery.State, DeliveryState.Pending)
                .SetProperty(delivery => delivery.LeaseOwner, (Guid?)null)
                .SetProperty(delivery => delivery.LeaseEnds, (DateTimeOffset?)null),
            token),
        CancellationToken.None);

    /// <summary>Everything that waits for a later attempt, for whatever reason, is due now.</summary>
    /// <returns>How many mails wait.</returns>
    public Task<int> MakeAllDueAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return writer.WriteAsync(
            async (database, token) =>
            {
                var waiting = database.Deliveries.Where(delivery => Delivery.Waiting.Contains(delivery.State));
                await MakeDueAsync(waiting, now, token);
                return await waiting.CountAsync(token);
            },
            cancellation);
    }

    /// <summary>Everything that the relay did not take for now, to all or to one mailbox, is due now; what is blocked waits for its own reason.</summary>
    /// <returns>How many mails that were.</returns>
    public Task<int> MakeRefusedDueAsync(int? slot = null) => MakeDueAsync(database => Refused(database, slot));

    /// <summary>The newest mail that a mailbox did not take for now is due now.</summary>
    public Task MakeNewestDueAsync(int slot) => MakeDueAsync(database => database.Deliveries.Where(delivery =>
        delivery.Id == Refused(database, slot).OrderByDescending(refused => refused.Owed).Select(refused => refused.Id).FirstOrDefault()));

    private static IQueryable<Delivery> Refused(EnquiryDb database, int? slot) => database.Deliveries.Where(delivery =>
        (delivery.State == DeliveryState.Pending || delivery.State == DeliveryState.Stalled) && (slot == null || delivery.RecipientSlot == slot));

    private Task<int> MakeDueAsync(Func<EnquiryDb, IQueryable<Delivery>> which)
    {
        var now = clock.GetUtcNow();
        return writer.WriteAsync((database, token) => MakeDueAsync(which(database), now, token), CancellationToken.None);
    }

    private static Task<int> MakeDueAsync(IQueryable<Delivery> which, DateTimeOffset now, CancellationToken cancellation) =>
        which.Where(delivery => delivery.NextAttempt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(delivery => delivery.NextAttempt, now), cancellation);

    private static IQueryable<Delivery> DueAt(EnquiryDb database, DateTimeOffset now) => database.Deliveries.Where(delivery =>
        ((delivery.State == DeliveryState.Pending || delivery.State == DeliveryState.Blocked || delivery.State == DeliveryState.Stalled) && delivery.NextAttempt <= now)
        || (delivery.State == DeliveryState.Leased && delivery.LeaseEnds <= now));

    private static TimeSpan Jittered(TimeSpan wait)
    {
#pragma warning disable CA5394 // because nothing secret hangs on the spread of retries
        return wait * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
#pragma warning restore CA5394
    }

    private IQueryable<Delivery> Mine(EnquiryDb database, Guid id) =>
        database.Deliveries.Where(row => row.Id == id && row.State == DeliveryState.Leased && row.LeaseOwner == _owner);
}
