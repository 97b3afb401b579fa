using ClinicSite.Enquiries.Notification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// What has been kept long enough is erased. Never by time alone: an enquiry that waits for an answer while no staff
/// mailbox has taken the mail about it, and one that nobody has decided about before a digest has told of it for a day. A
/// digest that went out while it was set aside, or before it was released, did not. A mail that can never go out keeps
/// nothing else: one mailbox that is gone must not undo what the privacy page promises.
/// </summary>
public sealed class Retention(IDbContextFactory<EnquiryDb> databases, DatabaseWriter writer, Erasure erasure, IOptions<RetentionOptions> options, TimeProvider clock)
{
    /// <returns>How many enquiries were erased.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellation)
    {
        // Asked again where they are erased: one may have been released meanwhile.
        var erased = await erasure.EraseAsync(await DueAsync(cancellation), "after their time", cancellation, DueAsync);
        // Rows of old digests say only that a digest went out.
        var old = clock.GetUtcNow().AddDays(-options.Value.UnansweredDays);
        await writer.WriteAsync(
            (database, token) => database.Deliveries.Where(mail => mail.Kind == DeliveryKind.Digest && mail.Sent <= old).ExecuteDeleteAsync(token),
            cancellation);
        // A command may have erased beside a reader that was in its way.
        await erasure.EmptyWalAsync();
        return erased;
    }

    /// <summary>Ids of the enquiries whose time is over.</summary>
    public async Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await DueAsync(database, cancellation);
    }

    private async Task<IReadOnlyList<Guid>> DueAsync(EnquiryDb database, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (settled, quarantined, unanswered) = (now.AddDays(-options.Value.SettledDays), now.AddDays(-options.Value.QuarantinedDays), now.AddDays(-options.Value.UnansweredDays));
        var over = await database.Enquiries
            .Where(enquiry => enquiry.Desk != DeskState.New
                || !enquiry.Deliveries.Any(mail => mail.Kind == DeliveryKind.StaffNotice && Delivery.Waiting.Contains(mail.State))
                || enquiry.Deliveries.Any(mail => mail.Kind == DeliveryKind.StaffNotice && mail.State == DeliveryState.Sent))
            .Where(enquiry => enquiry.Desk != DeskState.New ? enquiry.DeskChanged <= settled
                : enquiry.Status == EnquiryStatus.Quarantined ? enquiry.Received <= quarantined
                : enquiry.Received <= unanswered)
            .Select(enquiry => new { enquiry.Id, enquiry.Received, Owed = enquiry.Deliveries.Max(mail => (DateTimeOffset?)mail.Owed), enquiry.DeskChanged, IsUndecided = enquiry.Desk == DeskState.New, IsSetAside = enquiry.Status == EnquiryStatus.Quarantined })
            .ToListAsync(cancellation);
        if (!over.Exists(enquiry => enquiry.IsUndecided))
        {
            return [.. over.Select(enquiry => enquiry.Id)];
        }

        var told = now.AddDays(-1);
        var digests = await database.Deliveries
            .Where(mail => mail.Kind == DeliveryKind.Digest && mail.State == DeliveryState.Sent && mail.Sent <= told)
            .Select(mail => mail.Sent!.Value).ToListAsync(cancellation);
        // Every digest lists what is set aside, and an unanswered one as expiring only near its end; none tells of what was
        // owed, or taken back to the desk, after it.
        return
        [
            .. over.Where(enquiry => !enquiry.IsUndecided || digests.Exists(sent =>
                sent >= (enquiry.Owed ?? enquiry.Received) && sent >= (enquiry.DeskChanged ?? enquiry.Received)
                && (enquiry.IsSetAside || enquiry.Received <= WarnBefore(sent, options.Value)))).Select(enquiry => enquiry.Id),
        ];
    }

    /// <summary>The digest warns of unanswered enquiries that arrived before then.</summary>
    public static DateTimeOffset WarnBefore(DateTimeOffset now, RetentionOptions options) => now.AddDays(options.WarnDays - options.UnansweredDays);
}
