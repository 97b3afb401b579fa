using System.Globalization;
using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Screening;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>What staff read: how this person wishes to be reached, then the deadline, then everything they wrote; before it all, of a released one, why it had been set aside.</summary>
public sealed class StaffNotice(IOptions<EnquiryOptions> options, IOptions<ClinicOptions> clinic, OpeningHours hours, DeskLinks links)
{
    /// <param name="enquiry">What was asked.</param>
    /// <param name="details">What was written, opened.</param>
    /// <param name="reference">As it is shown.</param>
    /// <param name="follows">The reference of the enquiry it adds to, bare.</param>
    /// <param name="owed">When the mail was owed: at once, or when the enquiry was released.</param>
    public MailDocument Write(Enquiry enquiry, EnquiryDetails details, string reference, string? follows, DateTimeOffset owed)
    {
        var mail = new MailDocument($"Consultation request {reference}");
        // Whoever reads it need not be who released it. The status cannot change while this mail is owed.
        var wasSetAside = enquiry.Status == EnquiryStatus.Released;
        if (wasSetAside)
        {
            mail.Paragraph($"It had been set aside as possible spam: {Signals.InWords(enquiry.ScoreReasons)}.");
        }

        mail.Notice(WishesOf(details))
            .Rows(
                new MailRow("Answer by", (owed < enquiry.ReplyDue ? "" : "Overdue since ") + hours.InWords(enquiry.ReplyDue)),
                new MailRow("Name", details.FullName),
                MailRow.Phone("Phone", details.Phone),
                MailRow.Email("Email", details.Email),
                new MailRow("Best time to call", details.BestTime));
        if (follows is not null)
        {
            mail.Paragraph($"This adds to {Reference.Show(follows, clinic.Value.ReferencePrefix)}: the same person has sent the form again.");
        }

        if (options.Value.StaffMail == StaffMailContent.Full)
        {
            mail.Rows(new MailRow("Would like to talk about", InWords(details.Interest)));
            mail.Quote("Message", details.Message ?? "");
        }
        else
        {
            mail.Paragraph("What they wrote is kept on the site and not in this mail.");
        }

        mail
            .Rows(
                new MailRow("Received", hours.ToClinicTime(enquiry.Received).ToString("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)),
                new MailRow("Agreed", ConsentWording.Agreed(enquiry.ConsentVersion)),
                new MailRow("Reference", reference))
            .Paragraph("When you have answered, say so here; until then the daily digest lists this enquiry.")
            .Button("Mark as answered", links.To(DeskAct.Answered, enquiry, owed));
        if (wasSetAside)
        {
            mail.Button("Close: no answer is needed", links.To(DeskAct.Close, enquiry, owed));
        }

        return mail.Footer(HowToAnswer(details));
    }

    private static string HowToAnswer(EnquiryDetails details)
    {
        if (details.Email is null || details.ReachBy == ReachBy.Phone)
        {
            return "This person asked to be called.";
        }

        // An address that no reply can be addressed to would leave the clinic's own as the one that answers it.
        return Mailbox.TryParseAddress(details.Email, out _)
            ? "Reply to this mail to write to the patient."
            : "A reply to this mail does not reach the patient: write a new one to the address above.";
    }

    private static string WishesOf(EnquiryDetails details)
    {
        var way = details.ReachBy switch
        {
            ReachBy.Email => "Write an email.",
            ReachBy.Phone => "Call.",
            _ => "Call or write, either is fine.",
        };
        if (details.Phone is null)
        {
            return way;
        }

        return (details.MayLeaveVoicemail, details.MayNameClinic) switch
        {
            (true, true) => $"{way} Voicemail is all right, and so is naming the clinic.",
            (true, false) => $"{way} Voicemail is all right, but do not name the clinic in it, nor to anybody else.",
            (false, true) => $"{way} Leave no voicemail; naming the clinic to whoever answers is all right.",
            (false, false) => $"{way} Leave no voicemail, and do not name the clinic to anybody else.",
        };
    }

    private static string? InWords(Interest? interest) => interest switch
    {
        Interest.Microneedling => "Microneedling",
        Interest.AcneScars => "Acne scars",
        Interest.NotSure => "Not sure yet",
        _ => null,
    };
}
