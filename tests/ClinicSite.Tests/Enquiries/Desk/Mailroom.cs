using System.Text.RegularExpressions;
using ClinicSite.Enquiries;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace ClinicSite.Tests.Enquiries.Desk;

/// <summary>What staff see: the mails in the pickup folder, and what they can press in them.</summary>
internal static partial class Mailroom
{
    /// <summary>Asks as a patient and waits until the staff's mails are out.</summary>
    public static async Task<string> AskAsync(this Site site, string message = "Hello", int alreadySent = 0)
    {
        var form = new FormOnPage(await site.PageAsync("/consultation")).FillValid(email: "").Untick("By email").Tick("By phone").Type("Phone number", "01632 960 001").Type("Your message", message);
        using var answer = await form.SendAsync(site.Http);
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        await site.Log.SawAsync("StaffNotice sent", times: alreadySent + 2);
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    /// <summary>As the spam screen would have set it aside.</summary>
    public static Task QuarantineAsync(this Site site, string reference) => site.ReadAsync(database => database.Enquiries
        .Where(enquiry => enquiry.Reference == Reference.Parse(reference))
        .ExecuteUpdateAsync(row => row.SetProperty(enquiry => enquiry.Status, EnquiryStatus.Quarantined), TestContext.Current.CancellationToken));

    public static Task<Enquiry> RowAsync(this Site site, string reference) => site.ReadAsync(database => database.Enquiries
        .AsNoTracking().SingleAsync(enquiry => enquiry.Reference == Reference.Parse(reference), TestContext.Current.CancellationToken));

    /// <summary>Every mail written so far, in the order of writing.</summary>
    public static IReadOnlyList<MimeMessage> Mails(this Site site) =>
        [.. Directory.EnumerateFiles(site.MailFolder, "*.eml").OrderBy(File.GetLastWriteTimeUtc).Select(file => MimeMessage.Load(file))];

    public static MimeMessage LastMail(this Site site, string subject) =>
        site.Mails().Last(mail => mail.Subject!.Contains(subject, StringComparison.Ordinal));

    /// <summary>The path of the first link that stands after this text, in the plain text of the mail.</summary>
    public static string LinkAfter(this MimeMessage mail, string text)
    {
        var body = mail.TextBody!;
        var from = body.IndexOf(text, StringComparison.Ordinal);
        Assert.True(from >= 0, $"\"{text}\" is not in the mail:\n{body}");
        return DeskLink().Match(body, from).Value;
    }

    [GeneratedRegex("/desk/[A-Za-z0-9_-]+")]
    private static partial Regex DeskLink();
}
