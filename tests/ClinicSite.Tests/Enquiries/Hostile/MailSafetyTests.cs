using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>
/// Every naughty string in every box of the real form, and what comes of it in the relay's hands. What a box does not take
/// comes back as it was typed; what it takes is stored and mailed as it was typed but for <see cref="Promised"/>.
/// </summary>
public sealed partial class MailSafetyTests : IAsyncLifetime
{
    private static readonly string[] Boxes = ["FullName", "Email", "Phone", "BestTime", "Message"];

    private readonly ScriptedSmtpServer _relay = new();
    private readonly Dictionary<string, (string Naughty, Dictionary<string, string> Typed)> _taken = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private Site _site = null!;
    private Dictionary<string, int> _elements = [];

    public ValueTask InitializeAsync()
    {
        _site = Site.Open(new Dictionary<string, string?>(MailSettings.To(_relay.Port), StringComparer.Ordinal)
        {
            ["Enquiries:Screening:QuarantineFrom"] = "1000",
            ["Enquiries:Screening:SiteLimit"] = "100000",
            ["Enquiries:Screening:DailyRows"] = "100000",
            ["Enquiries:Screening:HardLimit"] = "100000",
            ["Enquiries:Screening:SoftLimit"] = "100000",
        });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Fact]
    public void List_OfNaughtyStrings_IsLong() => Assert.InRange(NaughtyStrings.All.Distinct(StringComparer.Ordinal).Count(), 300, 2000);

    [Fact]
    public Task Ask_WithSomeNaughtyStrings_KeepsThemWholeAndHarmless() => AskWithAsync(NaughtyStrings.All.Where((_, at) => at % 8 == 0));

    [Fact(Explicit = true)]
    public Task Ask_WithEveryNaughtyString_KeepsItWholeAndHarmless() => AskWithAsync(NaughtyStrings.All);

    private async Task AskWithAsync(IEnumerable<string> strings)
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        _elements = Elements(await _site.PageAsync("/consultation"));
        foreach (var naughty in strings)
        {
            try
            {
                await AskAsync(naughty);
            }
#pragma warning disable CA1031 // because all faults are worth reading, not only the first
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _faults.Add($"With \"{NaughtyStrings.Shown(naughty)}\": {failure.Message}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"Posted after {started.Elapsed.TotalSeconds:F1} s");
        await CheckMailsAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"Checked after {started.Elapsed.TotalSeconds:F1} s");
        Assert.True(_faults.Count == 0, string.Join('\n', _faults.Take(50)));
    }

    private async Task AskAsync(string naughty)
    {
        var token = ((IHtmlInputElement)(await _site.PageAsync("/consultation")).QuerySelector("input[name=Token]")!).Value;
        var typed = Boxes.ToDictionary(box => box, _ => naughty, StringComparer.Ordinal);
        var refused = await SendAsync(naughty, typed, token);
        // Everything else than the address goes in with a plain one of its own; a number that nobody can dial gets one in front.
        var own = $"patient{_taken.Count}@patients.example.org";
        typed = typed.ToDictionary(box => box.Key, box => box.Key switch
        {
            "Email" => own,
            "Phone" when refused.Contains("Phone") => "01632 960 001 " + naughty,
            _ when refused.Contains(box.Key) => "x" + naughty,
            _ => naughty,
        }, StringComparer.Ordinal);
        if (await SendAsync(naughty, typed, token) is { Count: > 0 } tooLong)
        {
            Assert.Empty(await SendAsync(naughty, typed.ToDictionary(box => box.Key, box => tooLong.Contains(box.Key) ? "01632 960 001" : box.Value, StringComparer.Ordinal), token));
        }

        if (!refused.Contains("Email") && Promised.StoredAddress(RawPost.Arrives(naughty)).Length > 0)
        {
            Assert.Empty(await SendAsync(naughty, new(StringComparer.Ordinal) { ["FullName"] = "Ada", ["Email"] = naughty, ["Message"] = "By email, please" }, token));
        }
    }

    /// <returns>The boxes that were refused; none when the enquiry was taken.</returns>
    private async Task<HashSet<string>> SendAsync(string naughty, Dictionary<string, string> typed, string token)
    {
        using var answer = await RawPost.SendAsync(_site.Http, [.. typed, new("IsAdult", "true"), new("Consent", "true"), new("Token", token)]);
        if (answer.StatusCode == HttpStatusCode.SeeOther)
        {
            _taken.Add(answer.Headers.Location!.ToString().Split('/')[^1], (naughty, typed));
            return [];
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Site.HtmlOf(answer);
        Assert.Equal(_elements, Elements(page));
        foreach (var (box, text) in typed)
        {
            Assert.Equal(RawPost.ComesBack(text), Shown(page, box));
        }

        var refused = Boxes.Where(box => page.QuerySelector($"[name={box}]")!.HasAttribute("aria-invalid")).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(refused);
        return refused;
    }

    /// <summary>Without what a browser would drop from a box of one line.</summary>
    private static string Shown(IHtmlDocument page, string box) => page.QuerySelector($"[name={box}]") switch
    {
        IHtmlTextAreaElement area => area.TextContent,
        var input => input!.GetAttribute("value") ?? "",
    };

    /// <summary>How many there are of the elements that an error message is not made of.</summary>
    private static Dictionary<string, int> Elements(IHtmlDocument page) => page.All
        .Where(element => element.LocalName is not ("div" or "p" or "span" or "ul" or "li" or "a" or "h2" or "label" or "input"))
        .GroupBy(element => element.LocalName, StringComparer.Ordinal).OrderBy(name => name.Key, StringComparer.Ordinal)
        .ToDictionary(name => name.Key, name => name.Count(), StringComparer.Ordinal);

    private async Task CheckMailsAsync()
    {
        var seal = _site.Services.GetRequiredService<DetailsSeal>();
        var rows = await _site.ReadAsync(database => database.Enquiries.Include(row => row.Deliveries).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(_taken.Count, rows.Count);
        Assert.DoesNotContain(_site.Log.Lines, line => line.Contains("could not be made", StringComparison.Ordinal));
        var mails = await _relay.MessagesAsync(rows.Sum(row => row.Deliveries.Count), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);
        var byReference = mails.ToLookup(mail => Reference.Parse(MailedReference().Match(mail.Message.Subject ?? "").Value) ?? "", StringComparer.Ordinal);
        Assert.Equal(rows.Sum(row => row.Deliveries.Count), mails.Count);
        foreach (var row in rows)
        {
            var (naughty, typed) = _taken[Reference.Show(row.Reference, "EB")];
            var details = seal.Open(row.Details, row.Id);
            try
            {
                AssertStored(typed, details);
                Assert.Equal(row.Deliveries.Count, byReference[row.Reference].Count());
                foreach (var mail in byReference[row.Reference])
                {
                    AssertMail(mail, details);
                }
            }
#pragma warning disable CA1031 // because all faults are worth reading, not only the first
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _faults.Add($"With \"{NaughtyStrings.Shown(naughty)}\": {failure.Message}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{_taken.Count} enquiries, {mails.Count} mails");
    }

    private static void AssertStored(Dictionary<string, string> typed, EnquiryDetails details)
    {
        string Typed(string box) => RawPost.Arrives(typed.GetValueOrDefault(box, ""));
        Assert.Equal(
            (Promised.StoredLine(Typed("FullName")), Promised.StoredAddress(Typed("Email")), Promised.StoredLine(Typed("Phone")), Promised.StoredLine(Typed("BestTime")), Promised.StoredLines(Typed("Message"))),
            (details.FullName, details.Email ?? "", details.Phone ?? "", details.BestTime ?? "", details.Message ?? ""));
    }

    private static void AssertMail(ReceivedMessage received, EnquiryDetails details)
    {
        var (mail, html) = StrictMail.Read(received.Raw);
        var recipient = Assert.Single(received.Recipients);
        Assert.Equal("website@eternal-beauty.example", received.Sender);
        Assert.Equal(recipient, Assert.Single(mail.To.Mailboxes).GetAddress(idnEncode: true));
        if (mail.Headers["Auto-Submitted"] == "auto-replied")
        {
            Assert.Equal("hello@eternal-beauty.example", Assert.Single(mail.ReplyTo.Mailboxes).Address);
            var at = details.Email!.LastIndexOf('@');
            Assert.Equal(
                $"{details.Email[..at]}@{new System.Globalization.IdnMapping().GetAscii(details.Email[(at + 1)..])}",
                recipient, ignoreCase: true);
            return;
        }

        Assert.Contains(recipient, new[] { "reception@eternal-beauty.example", "nurse@eternal-beauty.example" });
        StrictMail.AssertTells(mail, html, details);
    }

    [GeneratedRegex("EB-[0-9A-Z]{4}-[0-9A-Z]{4}$", RegexOptions.None, 1000)]
    private static partial Regex MailedReference();
}
