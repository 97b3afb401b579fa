using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>Which mails an enquiry owes: a notice to every staff mailbox and, where it may be sent, a note to the patient.</summary>
public sealed class OwedMail(IOptions<EnquiryOptions> options, IOptions<EmailOptions> email)
{
    private static readonly TimeSpan AcknowledgementPause = TimeSpan.FromHours(1);

    /// <summary>Compiled: every post asks it, while all others wait for their turn to write.</summary>
    private static readonly Func<EnquiryDb, byte[]?, DateTimeOffset, CancellationToken, Task<bool>> WasAcknowledged = EF.CompileAsyncQuery(
        (EnquiryDb database, byte[]? email, DateTimeOffset since, CancellationToken cancellation) => database.Enquiries.Any(
            earlier => earlier.EmailFingerprint == email
                && earlier.Deliveries.Any(delivery => delivery.Kind == DeliveryKind.Acknowledgement && delivery.Owed > since)));

    /// <summary>Adds the rows; the caller's transaction writes them together with what they are owed for.</summary>
    public async Task AddAsync(EnquiryDb database, Enquiry enquiry, EnquiryDetails details, DateTimeOffset now, CancellationToken cancellation)
    {
        var domain = Mailbox.AsciiDomain(Mailbox.Parse(email.Value.From));
        List<Delivery> owed = [.. Enumerable.Range(0, email.Value.Staff.Count).Select(slot => Delivery.ToStaff(slot, domain, now))];
        if (options.Value.Acknowledge && await MayAcknowledgeAsync(database, details, enquiry, now, cancellation))
        {
            owed.Add(Delivery.ToPatient(domain, now));
        }

        enquiry.Owe(owed);
    }

    /// <summary>At most one an hour to an address: the form must not become a way to flood a stranger.</summary>
    private static async Task<bool> MayAcknowledgeAsync(EnquiryDb database, EnquiryDetails details, Enquiry enquiry, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!Mailbox.TryParseAddress(details.Email, out _))
        {
            return false;
        }

        return !await WasAcknowledged(database, enquiry.EmailFingerprint, now - AcknowledgementPause, cancellation);
    }
}
