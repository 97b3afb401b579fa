using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClinicSite.Clinic;
using ClinicSite.Enquiries.Notification;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Desk;

/// <summary>Writes enquiries for the command line: a table, one page, or JSON.</summary>
public sealed class EnquiryPrinter(TextWriter output, IServiceProvider services)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        // People read it, and the person it is about may get it: a name stays a name. Nothing of it goes into HTML, for
        // which the stricter encoders are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _prefix = services.GetRequiredService<IOptions<ClinicOptions>>().Value.ReferencePrefix;
    private readonly OpeningHours _hours = services.GetRequiredService<OpeningHours>();

    /// <summary>What a list tells of an enquiry: nothing that was written.</summary>
    public EnquiryLine Line(Enquiry enquiry) => new(
        Reference.Show(enquiry.Reference, _prefix),
        _hours.ToClinicTime(enquiry.Received),
        enquiry.Status,
        enquiry.Desk,
        _hours.ToClinicTime(enquiry.ReplyDue),
        MailOf(enquiry),
        enquiry.Score,
        enquiry.ScoreReasons);

    public object Whole(Enquiry enquiry) => new
    {
        Enquiry = Line(enquiry),
        Details = services.GetRequiredService<EnquiryDesk>().Open(enquiry),
        Agreed = ConsentWording.Agreed(enquiry.ConsentVersion),
        Mails = enquiry.Deliveries.Select(mail => new { mail.Kind, mail.RecipientSlot, mail.State, mail.Attempts, mail.LastFailure, mail.NextAttempt, mail.Sent, mail.MessageId }),
    };

    public Task JsonAsync(object value) => output.WriteLineAsync(JsonSerializer.Serialize(value, Indented));

    public async Task TableAsync(IReadOnlyList<Enquiry> enquiries)
    {
        if (enquiries.Count == 0)
        {
            await output.WriteLineAsync("No enquiries.");
            return;
        }

        await RowAsync("Reference", "Received", "Desk", "Status", "Answer by", "Mail");
        foreach (var line in enquiries.Select(Line))
        {
            await RowAsync(line.Reference, Moment(line.Received), $"{line.Desk}", $"{line.Status}", Moment(line.AnswerBy), line.Mail);
        }
    }

    public async Task PageAsync(Enquiry enquiry)
    {
        var line = Line(enquiry);
        var details = services.GetRequiredService<EnquiryDesk>().Open(enquiry);
        (string Label, string? Value)[] rows =
        [
            ("Reference", line.Reference),
            ("Received", Moment(line.Received)),
            ("Answer by", Moment(line.AnswerBy)),
            ("Desk", $"{line.Desk}"),
            ("Status", $"{line.Status} (score {line.Score}: {line.Reasons})"),
            ("Name", details.FullName),
            ("Reach by", $"{details.ReachBy}"),
            ("Email", details.Email),
            ("Phone", details.Phone),
            ("Voicemail", YesOrNo(details.MayLeaveVoicemail)),
            ("Name the clinic", YesOrNo(details.MayNameClinic)),
            ("Best time", details.BestTime),
            ("Interest", $"{details.Interest}"),
            ("Message", details.Message),
            ("Agreed", ConsentWording.Agreed(enquiry.ConsentVersion)),
        ];
        foreach (var (label, value) in rows.Where(row => !string.IsNullOrEmpty(row.Value)))
        {
            await output.WriteLineAsync($"{label,-16} {Printable(value!)}");
        }

        foreach (var mail in enquiry.Deliveries)
        {
            var to = mail.RecipientSlot == Delivery.PatientSlot ? "the patient" : $"Email:Staff:{mail.RecipientSlot}";
            var failure = mail.LastFailure is null ? "" : $", last failure {mail.LastFailure}";
            await output.WriteLineAsync($"{"Mail",-16} {mail.Kind} to {to}: {mail.State} after {mail.Attempts} attempts{failure}");
        }
    }

    /// <summary>For a spreadsheet (RFC 4180), which takes it for another encoding unless it begins with a byte order mark.</summary>
    public async Task CsvAsync(IEnumerable<Enquiry> enquiries)
    {
        await output.WriteAsync("\uFEFFReference,Received,Desk,Status,Name,Email,Phone,Reach by,Voicemail,Name the clinic,Best time,Interest,Message,Agreed\r\n");
        foreach (var enquiry in enquiries)
        {
            var line = Line(enquiry);
            var details = services.GetRequiredService<EnquiryDesk>().Open(enquiry);
            string?[] cells =
            [
                line.Reference, Moment(line.Received), $"{line.Desk}", $"{line.Status}", details.FullName, details.Email, details.Phone,
                $"{details.ReachBy}", YesOrNo(details.MayLeaveVoicemail), YesOrNo(details.MayNameClinic), details.BestTime, $"{details.Interest}", details.Message,
                ConsentWording.Agreed(enquiry.ConsentVersion),
            ];
            await output.WriteAsync(string.Join(',', cells.Select(Cell)) + "\r\n");
        }
    }

    /// <summary>A spreadsheet runs what begins like a formula: an apostrophe before it makes it text.</summary>
    private static string Cell(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? $"'{text}" : text ?? "";
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    /// <summary>How far its mails are, those to staff first.</summary>
    private static string MailOf(Enquiry enquiry)
    {
        var unsent = enquiry.Deliveries.Where(mail => mail.State != DeliveryState.Sent).OrderBy(mail => mail.Kind)
            .Select(mail => (mail.RecipientSlot == Delivery.PatientSlot ? "note to patient: " : "") + mail.State.ToString().ToLowerInvariant())
            .Distinct(StringComparer.Ordinal).ToList();
        return enquiry.Deliveries.Count == 0 ? "none owed"
            : unsent.Count == 0 ? "sent"
            : string.Join(", ", unsent);
    }

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A stranger's text must not steer the terminal: control characters other than line breaks become spaces.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) && letter != '\n' ? ' ' : letter)).Replace("\n", $"\n{"",-17}", StringComparison.Ordinal);

    private Task RowAsync(string reference, string received, string desk, string status, string due, string mail) =>
        output.WriteLineAsync($"{reference,-14} {received,-17} {desk,-9} {status,-12} {due,-17} {mail}".TrimEnd());
}

/// <param name="Mail">Sent, or the states of the mails about it that are not; the patient's note is named as such.</param>
/// <param name="Reasons">Names of the signals that made the score.</param>
public sealed record EnquiryLine(
    string Reference, DateTimeOffset Received, EnquiryStatus Status, DeskState Desk, DateTimeOffset AnswerBy, string Mail, int Score, string Reasons);
