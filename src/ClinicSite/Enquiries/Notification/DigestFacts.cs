using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Enquiries.Notification;

/// <summary>What a digest tells, as it stands in the database at one moment.</summary>
/// <param name="Arrived">In the day before it was owed and since.</param>
/// <param name="Waiting">Neither answered nor closed, the longest due first.</param>
/// <param name="Quarantined">Set aside, undecided, oldest first.</param>
/// <param name="Undelivered">Mails about enquiries that still wait although they were tried, oldest first.</param>
/// <param name="Expiring">Unanswered for so long that they will be erased, oldest first.</param>
/// <param name="Undeliverable">Patients whose address took no acknowledgement, since the day before it was owed.</param>
public sealed record DigestFacts(
    IReadOnlyList<Enquiry> Arrived,
    IReadOnlyList<Enquiry> Waiting,
    IReadOnlyList<Enquiry> Quarantined,
    IReadOnlyList<Enquiry> Expiring,
    IReadOnlyList<Delivery> Undelivered,
    IReadOnlyList<Delivery> Undeliverable)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <param name="database">Where they stand.</param>
    /// <param name="owed">When the digest fell due.</param>
    /// <param name="warnBefore">Unanswered enquiries that arrived before then are named as expiring.</param>
    /// <param name="cancellation">Honoured at any time.</param>
    public static async Task<DigestFacts> ReadAsync(EnquiryDb database, DateTimeOffset owed, DateTimeOffset warnBefore, CancellationToken cancellation)
    {
        var since = owed - Day;
        var enquiries = database.Enquiries.AsNoTracking();
        var mails = database.Deliveries.AsNoTracking().Include(mail => mail.Enquiry).Where(mail => mail.EnquiryId != null);
        return new DigestFacts(
            await enquiries.Where(enquiry => enquiry.Received >= since && enquiry.Status != EnquiryStatus.Quarantined)
                .OrderBy(enquiry => enquiry.Received).ToListAsync(cancellation),
            await enquiries.Where(enquiry => enquiry.Desk == DeskState.New && enquiry.Status != EnquiryStatus.Quarantined)
                .OrderBy(enquiry => enquiry.ReplyDue).ToListAsync(cancellation),
            await enquiries.Where(enquiry => enquiry.Desk == DeskState.New && enquiry.Status == EnquiryStatus.Quarantined)
                .OrderBy(enquiry => enquiry.Received).ToListAsync(cancellation),
            await enquiries.Where(enquiry => enquiry.Desk == DeskState.New && enquiry.Status != EnquiryStatus.Quarantined && enquiry.Received <= warnBefore)
                .OrderBy(enquiry => enquiry.Received).ToListAsync(cancellation),
            await mails.Where(mail => Delivery.Waiting.Contains(mail.State) && mail.LastFailure != null)
                .OrderBy(mail => mail.Owed).ToListAsync(cancellation),
            await mails.Where(mail => mail.State == DeliveryState.Undeliverable && mail.Owed >= since)
                .OrderBy(mail => mail.Owed).ToListAsync(cancellation));
    }
}
