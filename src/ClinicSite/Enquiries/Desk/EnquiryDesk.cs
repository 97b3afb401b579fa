using ClinicSite.Clinic;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Desk;

/// <summary>
/// What staff can do with an enquiry, whichever way they ask: a signed link in a mail or a command. Each act is one
/// transaction and may be repeated without harm.
/// </summary>
public sealed partial class EnquiryDesk(
    IDbContextFactory<EnquiryDb> databases,
    DatabaseWriter writer,
    DetailsSeal seal,
    Fingerprints fingerprints,
    OwedMail mail,
    DeliveryRows rows,
    NotifierSignal notifier,
    IOptions<ClinicOptions> clinic,
    TimeProvider clock,
    ILogger<EnquiryDesk> log)
{
    /// <param name="selection">By what still has to be done.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellation">Honoured at any time.</param>
    /// <returns>Newest first.</returns>
    public async Task<IReadOnlyList<Enquiry>> ListAsync(EnquirySelection selection, int most, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        var enquiries = database.Enquiries.AsNoTracking().Include(enquiry => enquiry.Deliveries).AsSplitQuery();
        enquiries = selection switch
        {
            EnquirySelection.New => enquiries.Unanswered(),
            EnquirySelection.Overdue => enquiries.Overdue(clock.GetUtcNow()),
            EnquirySelection.Quarantined => enquiries.Undecided(),
            EnquirySelection.Undelivered => enquiries.Where(enquiry => enquiry.Deliveries.Any(delivery => Delivery.Waiting.Contains(delivery.State))),
            _ => enquiries,
        };
        return await enquiries.OrderByDescending(enquiry => enquiry.Received).ThenByDescending(enquiry => enquiry.Id).Take(most).ToListAsync(cancellation);
    }

    /// <returns>The digests that their mailboxes did not take when they were last tried. They are about no enquiry, so no list shows them.</returns>
    public async Task<IReadOnlyList<Delivery>> UndeliveredDigestsAsync(CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await database.Deliveries.AsNoTracking()
            .Where(mail => mail.Kind == DeliveryKind.Digest && mail.LastFailure != null && Delivery.Waiting.Contains(mail.State))
            .OrderBy(mail => mail.RecipientSlot).ToListAsync(cancellation);
    }

    /// <returns>How many are stored.</returns>
    public async Task<int> CountAsync(CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await database.Enquiries.CountAsync(cancellation);
    }

    /// <returns>Null when there is none with this reference.</returns>
    public async Task<Enquiry?> FindAsync(string reference, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await Whole(database).AsNoTracking().FirstOrDefaultAsync(enquiry => enquiry.Reference == reference, cancellation);
    }

    /// <returns>Null when it was erased.</returns>
    public async Task<Enquiry?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await Whole(database).AsNoTracking().FirstOrDefaultAsync(enquiry => enquiry.Id == id, cancellation);
    }

    /// <param name="contact">An email address or a phone number, as it was typed in the form; case, blanks and dashes do not matter.</param>
    /// <param name="cancellation">Honoured at any time.</param>
    /// <returns>Oldest first.</returns>
    public async Task<IReadOnlyList<Enquiry>> FindByContactAsync(string contact, CancellationToken cancellation)
    {
        var (email, phone) = (fingerprints.OfEmail(TypedText.Address(contact)), fingerprints.OfPhone(contact));
        var isPhone = contact.Any(char.IsDigit) && !contact.Contains('@', StringComparison.Ordinal);
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await Whole(database).AsNoTracking()
            .Where(enquiry => enquiry.EmailFingerprint == email || (isPhone && enquiry.PhoneFingerprint == phone))
            .OrderBy(enquiry => enquiry.Received).ToListAsync(cancellation);
    }

    /// <summary>Opens what the person wrote.</summary>
    public EnquiryDetails Open(Enquiry enquiry) => seal.Open(enquiry.Details, enquiry.Id);

    /// <summary>Notes that staff have answered it, or that no answer is needed.</summary>
    /// <returns>False when there is none with this reference.</returns>
    public Task<bool> SettleAsync(string reference, DeskState state, CancellationToken cancellation) =>
        ChangeAsync(reference, state.ToString(), (enquiry, _, _) =>
        {
            enquiry.Settle(state, clock.GetUtcNow());
            return Task.CompletedTask;
        }, cancellation);

    /// <summary>Takes back that it was answered or closed. Its mails are as they were: staff have been told of it.</summary>
    /// <returns>False when there is none with this reference.</returns>
    public Task<bool> ReopenAsync(string reference, CancellationToken cancellation) =>
        ChangeAsync(reference, nameof(DeskState.New), (enquiry, _, _) =>
        {
            enquiry.Reopen(clock.GetUtcNow());
            return Task.CompletedTask;
        }, cancellation);

    /// <summary>Takes an enquiry out of quarantine: from then on it is told to staff like any other. Another status stays as it is.</summary>
    /// <returns>False when there is none with this reference.</returns>
    public Task<bool> ReleaseAsync(string reference, CancellationToken cancellation) =>
        ChangeAsync(reference, "Released", async (enquiry, database, token) =>
        {
            if (enquiry.Status == EnquiryStatus.Quarantined)
            {
                enquiry.Release(clock.GetUtcNow());
                await mail.AddAsync(database, enquiry, Open(enquiry), clock.GetUtcNow(), token);
            }
        }, cancellation);

    /// <summary>Makes every mail that waits due at once, blocked and stalled ones too.</summary>
    /// <returns>How many wait.</returns>
    public async Task<int> RetryAsync(CancellationToken cancellation)
    {
        var waiting = await rows.MakeAllDueAsync(cancellation);
        notifier.Wake();
        return waiting;
    }

    private static IQueryable<Enquiry> Whole(EnquiryDb database) => database.Enquiries.Include(enquiry => enquiry.Deliveries);

    private async Task<bool> ChangeAsync(string reference, string change, Func<Enquiry, EnquiryDb, CancellationToken, Task> apply, CancellationToken cancellation)
    {
        var found = await writer.WriteAsync(
            async (database, token) =>
            {
                var enquiry = await Whole(database).FirstOrDefaultAsync(row => row.Reference == reference, token);
                if (enquiry is null)
                {
                    return false;
                }

                await apply(enquiry, database, token);
                await database.SaveChangesAsync(token);
                return true;
            },
            cancellation);
        if (found)
        {
            notifier.Wake();
            LogChanged(Reference.Show(reference, clinic.Value.ReferencePrefix), change);
        }

        return found;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Enquiry {Reference} is now {Change}")]
    private partial void LogChanged(string reference, string change);
}

/// <summary>Which enquiries a list shows.</summary>
public enum EnquirySelection
{
    All = 1,

    /// <summary>See <see cref="EnquiryQueries.Unanswered"/>.</summary>
    New = 2,

    /// <summary>See <see cref="EnquiryQueries.Overdue"/>.</summary>
    Overdue = 3,

    /// <summary>See <see cref="EnquiryQueries.Undecided"/>.</summary>
    Quarantined = 4,

    /// <summary>A mail about it still waits.</summary>
    Undelivered = 5,
}
