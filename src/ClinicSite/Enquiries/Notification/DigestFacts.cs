using ClinicSite.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Enquiries.Notification;

/// <summary>One list of a digest: its first entries, and how many there are in all.</summary>
/// <param name="First">At most as many as a digest names.</param>
/// <param name="Count">All of them.</param>
public sealed record DigestList<T>(IReadOnlyList<T> First, int Count);

/// <summary>
/// What a digest tells, as it stands in the database at one moment. However much has come in, no list is read further
/// than it is named: the rest is counted where it lies.
/// </summary>
/// <param name="Arrived">In the day before it was owed and since.</param>
/// <param name="Waiting">Neither answered nor closed, the longest due first.</param>
/// <param name="Overdue">How many of those should have been answered by now.</param>
/// <param name="Quarantined">Set aside, undecided, newest first: each is named in the hour in which it came, however many nobody decides about.</param>
/// <param name="Expiring">Unanswered for so long that they will be erased, oldest first.</param>
/// <param name="Undelivered">Mails about enquiries that still wait although they were tried, oldest first.</param>
/// <param name="Undeliverable">Acknowledgements that their address refused, in the day before it was owed and since: the verdict set their next attempt.</param>
public sealed record DigestFacts(
    DigestList<Enquiry> Arrived,
    DigestList<Enquiry> Waiting,
    int Overdue,
    DigestList<Enquiry> Quarantined,
    DigestList<Enquiry> Expiring,
    DigestList<Delivery> Undelivered,
    DigestList<Delivery> Undeliverable)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <param name="database">Where they stand.</param>
    /// <param name="owed">When the digest fell due.</param>
    /// <param name="now">What "overdue" is measured against.</param>
    /// <param name="warnBefore">Unanswered enquiries that arrived before then are named as expiring.</param>
    /// <param name="most">How many each list names.</param>
    /// <param name="cancellation">Honoured at any time.</param>
    public static async Task<DigestFacts> ReadAsync(
        EnquiryDb database, DateTimeOffset owed, DateTimeOffset now, DateTimeOffset warnBefore, int most, CancellationToken cancellation)
    {
        var since = owed - Day;
        // Deferred: it holds one moment still for all the questions, and takes no lock that a writer waits for.
        await database.Database.OpenConnectionAsync(cancellation);
#pragma warning disable CA1849 // because only this one begins deferred; it runs no more than a BEGIN
        await using var moment = ((SqliteConnection)database.Database.GetDbConnection()).BeginTransaction(deferred: true);
#pragma warning restore CA1849
        await database.Database.UseTransactionAsync(moment, cancellation);
        var enquiries = database.Enquiries.AsNoTracking();
        var mails = database.Deliveries.AsNoTracking().Include(mail => mail.Enquiry).Where(mail => mail.EnquiryId != null);
        var facts = new DigestFacts(
            await ListAsync(enquiries.Accepted().Where(enquiry => enquiry.Received >= since).OrderBy(enquiry => enquiry.Received)),
            await ListAsync(enquiries.Unanswered().OrderBy(enquiry => enquiry.ReplyDue)),
            await enquiries.Overdue(now).CountAsync(cancellation),
            await ListAsync(enquiries.Undecided().OrderByDescending(enquiry => enquiry.Received)),
            await ListAsync(enquiries.Unanswered().Where(enquiry => enquiry.Received <= warnBefore).OrderBy(enquiry => enquiry.Received)),
            await ListAsync(mails.Where(mail => Delivery.Waiting.Contains(mail.State) && mail.LastFailure != null).OrderBy(mail => mail.Owed)),
            await ListAsync(mails.Where(mail => mail.State == DeliveryState.Undeliverable && mail.NextAttempt >= since).OrderBy(mail => mail.Owed)));
        await database.Database.UseTransactionAsync(null, cancellation);
        return facts;

        async Task<DigestList<T>> ListAsync<T>(IQueryable<T> ordered) =>
            new(await ordered.Take(most).ToListAsync(cancellation), await ordered.CountAsync(cancellation));
    }
}
