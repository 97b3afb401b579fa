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
    public MailDocument Write(Enquiry enquiry, string reference) => new MailDocument("We have your enquiry")
        .Paragraph($"Thank you for writing to {clinic.Value.Name}. Your enquiry has arrived, and a member of our staff will read it.")
        .Rows(
            new MailRow("Your reference", reference),
            new MailRow("We answer by", hours.InWords(enquiry.ReplyDue)))
        .Paragraph("We use the way of contact that you chose.")
        .Heading("If it cannot wait")
        .Paragraph($"{clinic.Value.UrgentAdvice} {clinic.Value.OutOfHoursAdvice} In an emergency call {clinic.Value.EmergencyNumber}.")
        .Rows(
            MailRow.Phone("Phone", clinic.Value.Phone),
            MailRow.Email("Email", clinic.Value.Email))
        .Footer("If this was not you, ignore this mail: somebody may have mistyped their address. Call us and we delete the enquiry.");
}
