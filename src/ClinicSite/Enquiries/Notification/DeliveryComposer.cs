using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// Makes the message of one delivery row: opens the sealed details, finds the recipient, gives it the row's own
/// Message-ID and the date on which it was owed. The same row always gives the same bytes; a digest alone tells the newest
/// state each time it is tried, because an old list of what is to do would mislead.
/// </summary>
public sealed class DeliveryComposer(
    DetailsSeal seal,
    StaffNotice staffNotice,
    Acknowledgement acknowledgement,
    Digest digest,
    IOptions<EmailOptions> email,
    IOptions<ClinicOptions> clinic,
    IOptions<RetentionOptions> retention,
    IOptions<DigestOptions> digestOptions,
    TimeProvider clock)
{
    public async Task<MimeMessage> ComposeAsync(Delivery delivery, EnquiryDb database, CancellationToken cancellation) =>
        MessageBuilder.Build(await (delivery.Kind == DeliveryKind.Digest
            ? DigestAsync(delivery, database, cancellation)
            : AboutEnquiryAsync(delivery, database, cancellation)));

    private async Task<MessageDraft> AboutEnquiryAsync(Delivery delivery, EnquiryDb database, CancellationToken cancellation)
    {
        var enquiry = delivery.Enquiry ?? throw new InvalidOperationException($"The delivery {delivery.Id} has lost its enquiry.");
        var details = seal.Open(enquiry.Details, enquiry.Id);
        var reference = Reference.Show(enquiry.Reference, clinic.Value.ReferencePrefix);
        var first = await FirstOfThreadAsync(delivery, enquiry, database, cancellation);
        var toPatient = delivery.Kind == DeliveryKind.Acknowledgement;
        return new MessageDraft
        {
            From = Mailbox.Parse(email.Value.From),
            To = toPatient
                ? Mailbox.Parse(details.Email ?? throw new InvalidOperationException("An acknowledgement is owed to somebody who gave no address."))
                : email.Value.StaffMailbox(delivery.RecipientSlot),
            ReplyTo = toPatient ? clinic.Value.Email : details.Email,
            Subject = toPatient ? $"We have your enquiry {reference}" : $"New consultation request {reference}",
            MessageId = delivery.MessageId,
            Date = delivery.Owed,
            Content = toPatient ? acknowledgement.Write(enquiry, reference, delivery.Owed) : staffNotice.Write(enquiry, details, reference, first?.Reference, delivery.Owed),
            Origin = toPatient ? MessageOrigin.Reply : MessageOrigin.Event,
            InReplyTo = first?.MessageId,
        };
    }

    private async Task<MessageDraft> DigestAsync(Delivery delivery, EnquiryDb database, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var facts = await DigestFacts.ReadAsync(database, delivery.Owed, now, Retention.WarnBefore(now, retention.Value), digestOptions.Value.Most, cancellation);
        return new MessageDraft
        {
            From = Mailbox.Parse(email.Value.From),
            To = email.Value.StaffMailbox(delivery.RecipientSlot),
            Subject = Digest.Subject(facts),
            MessageId = delivery.MessageId,
            Date = delivery.Owed,
            Content = digest.Write(facts, delivery.Owed, now),
            Origin = MessageOrigin.Event,
        };
    }

    /// <summary>For a follow-up: the notice of the enquiry it follows, to the same mailbox, so that both stand together.</summary>
    private static async Task<ThreadStart?> FirstOfThreadAsync(Delivery delivery, Enquiry enquiry, EnquiryDb database, CancellationToken cancellation) =>
        delivery.Kind != DeliveryKind.StaffNotice || enquiry.FollowsId is null ? null : await database.Deliveries
            .Where(earlier => earlier.EnquiryId == enquiry.FollowsId && earlier.Kind == DeliveryKind.StaffNotice && earlier.RecipientSlot == delivery.RecipientSlot)
            .Select(earlier => new ThreadStart(earlier.MessageId, earlier.Enquiry!.Reference))
            .FirstOrDefaultAsync(cancellation);

    private sealed record ThreadStart(string MessageId, string Reference);
}
