using System.Globalization;
using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// The mail that tells staff what is still to do: overdue and unanswered first, then what was set aside, then what could
/// not be delivered. References and states alone: no name, no text.
/// </summary>
public sealed class Digest(
    IOptions<ClinicOptions> clinic,
    IOptions<DigestOptions> options,
    IOptions<RetentionOptions> retention,
    IOptions<EmailOptions> email,
    OpeningHours hours,
    DeskLinks links)
{
    /// <summary>Says at a glance whether there is anything to do.</summary>
    public static string Subject(DigestFacts facts)
    {
        string[] parts =
        [
            $"{facts.Arrived.Count} new",
            .. Counted(facts.Overdue, "overdue"),
            .. Counted(facts.Waiting.Count - facts.Overdue, "waiting"),
            .. Counted(facts.Quarantined.Count, "in quarantine"),
            .. Counted(facts.Undelivered.Count, "not delivered"),
        ];
        return $"Enquiries: {string.Join(", ", parts)}";
    }

    /// <param name="facts">What to tell.</param>
    /// <param name="owed">When this digest fell due; its links count from then.</param>
    /// <param name="now">What "overdue" is measured against.</param>
    public MailDocument Write(DigestFacts facts, DateTimeOffset owed, DateTimeOffset now)
    {
        var mail = new MailDocument($"Enquiries on {hours.ToClinicTime(now).ToString("dddd d MMMM", CultureInfo.InvariantCulture)}");
        mail.Paragraph(facts.Arrived.Count == 0
            ? "No enquiry has arrived in the last 24 hours."
            : $"Arrived in the last 24 hours: {Names(facts.Arrived)}.");
        List(mail, "Will be erased", facts.Expiring, Command(EnquirySelection.New), enquiry =>
            [new MailRow(Name(enquiry), $"Nobody has answered it. It is erased after {hours.ToClinicTime(enquiry.Received.AddDays(retention.Value.UnansweredDays)).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}.")]);
        List(mail, "Waiting for your answer", facts.Waiting, Command(EnquirySelection.New), enquiry =>
        [
            new MailRow(Name(enquiry), enquiry.ReplyDue < now ? $"Overdue since {hours.InWords(enquiry.ReplyDue)}" : $"Answer by {hours.InWords(enquiry.ReplyDue)}"),
            new MailRow("", $"Mark {Name(enquiry)} as answered", links.To(DeskAct.Answered, enquiry, owed)),
        ]);
        List(mail, "Set aside as possible spam", facts.Quarantined, Command(EnquirySelection.Quarantined), enquiry =>
        [
            new MailRow(Name(enquiry), $"Arrived {Moment(enquiry.Received)}. Score {enquiry.Score}: {Signals.InWords(enquiry.ScoreReasons)}."),
            new MailRow("", $"Release {Name(enquiry)}: a person wrote this", links.To(DeskAct.Release, enquiry, owed)),
            new MailRow("", $"Close {Name(enquiry)}: this is spam", links.To(DeskAct.Close, enquiry, owed)),
        ], "Not sure? Release it: you then get it by mail like any other.");
        List(mail, "Not delivered yet", facts.Undelivered, Command(EnquirySelection.Undelivered), delivery =>
            [new MailRow(Name(delivery.Enquiry!), $"{What(delivery)} is {delivery.State.ToString().ToLowerInvariant()} since {Moment(delivery.Owed)}: {delivery.LastFailure}. It is tried again without an end.")], "Your technician can find out more: ClinicSite mail check.");
        List(mail, "The patient's address takes no mail", facts.Undeliverable, "the log of the site names them.", delivery =>
            [new MailRow(Name(delivery.Enquiry!), "The short note to the patient came back. Check the address, or call.")]);
        if (facts.Waiting.Count + facts.Quarantined.Count + facts.Undelivered.Count + facts.Undeliverable.Count == 0)
        {
            mail.Paragraph("Nothing waits: every enquiry is answered or closed, and every mail has gone out.");
        }

        return mail.Footer(
            $"This mail comes every day at {options.Value.At.ToString("HH:mm", CultureInfo.InvariantCulture)}, also when there is nothing to tell, and every hour while something is set aside.",
            "If it stays away, the site or its mail is in trouble: tell your technician.");
    }

    private static IEnumerable<string> Counted(int count, string what) => count == 0 ? [] : [$"{count} {what}"];

    /// <summary>Where staff, or their technician, find what a list does not name.</summary>
    private static string Command(EnquirySelection selection) =>
        $"\"ClinicSite enquiries list --only {selection.ToString().ToLowerInvariant()}\" on the server shows them all.";

    private static void List<T>(MailDocument mail, string heading, DigestList<T> items, string rest, Func<T, MailRow[]> rows, string? advice = null)
    {
        if (items.Count == 0)
        {
            return;
        }

        mail.Heading(heading).Rows(items.First.SelectMany(rows));
        if (items.Count > items.First.Count)
        {
            mail.Paragraph($"And {items.Count - items.First.Count} more: {rest}");
        }

        if (advice is not null)
        {
            mail.Paragraph(advice);
        }
    }

    private string What(Delivery delivery) =>
        delivery.Kind == DeliveryKind.Acknowledgement ? "The note to the patient" : $"Its mail to {email.Value.StaffMailbox(delivery.RecipientSlot).Address}";

    private string Names(DigestList<Enquiry> list)
    {
        var names = string.Join(", ", list.First.Select(Name));
        return list.Count == list.First.Count ? names : $"{names} and {list.Count - list.First.Count} more";
    }

    private string Name(Enquiry enquiry) => Reference.Show(enquiry.Reference, clinic.Value.ReferencePrefix);

    private string Moment(DateTimeOffset moment) => hours.ToClinicTime(moment).ToString("d MMMM, HH:mm", CultureInfo.InvariantCulture);
}
