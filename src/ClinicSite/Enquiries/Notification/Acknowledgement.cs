using ClinicSite.Clinic;
using ClinicSite.Email;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// What the patient gets: the reference, what happens next and by when. Not one word that was typed is in it, so the form
/// cannot be used to send somebody a stranger's text.
/// </summary>
public sealed class Acknowledgement(IOptions<ClinicOptions> clinic, OpeningHours hours)
{
    /// <param name="enquiry">What was asked.</param>
    /// <param name="reference">As it is shown.</param>
    /// <param name="owed">When the mail was owed: at once, or when the enquiry was released.</param>
    public MailDocument Write(Enquiry enquiry, string reference, DateTimeOffset owed) => new MailDocument("We have your enquiry")
        .Paragraph($"Thank you for writing to {clinic.Value.Name}. Your enquiry has arrived, and a member of our staff will read it.")
        .Rows(
            new MailRow("Your reference", reference),
            // Released after the promised time: nobody is to be promised what is over.
            owed < enquiry.ReplyDue ? new MailRow("We answer by", hours.InWords(enquiry.ReplyDue)) : new MailRow("We answer", "As soon as we can"))
        .Paragraph("We use the way of contact that you chose.")
        .Heading("If it cannot wait")
        .Paragraph($"{clinic.Value.UrgentAdvice} {clinic.Value.OutOfHoursAdvice} In an emergency call {clinic.Value.EmergencyNumber}.")
        .Rows(
            MailRow.Phone("Phone", clinic.Value.Phone),
            MailRow.Email("Email", clinic.Value.Email))
        .Footer("If this was not you, ignore this mail: somebody may have mistyped their address. Call us and we delete the enquiry.");
}
