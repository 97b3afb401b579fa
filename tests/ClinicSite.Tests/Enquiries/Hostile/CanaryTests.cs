using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using ClinicSite.Tests.Enquiries.Desk;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>
/// A word that exists nowhere else is typed into every field and followed through the whole life of an enquiry. It may be
/// in the form that goes back to its own sender, in the mail to staff and in what the desk asks for by name; nowhere else.
/// </summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Canary = "zqcanary7f3k", ByContact = $"--contact {Canary}@patients.example.org";

    private static readonly TimeSpan UntilEight = TimeSpan.FromHours(22);

    private readonly ScriptedSmtpServer _relay = new();
    private readonly Overheard _overheard = new();
    private readonly BrokenStorage _storage = new();
    private Site _site = null!;

    public ValueTask InitializeAsync()
    {
        _site = Site.Open(
            new Dictionary<string, string?>(MailSettings.To(_relay.Port), StringComparer.Ordinal)
            {
                ["Enquiries:Screening:HardLimit"] = "1",
                // Who says where they come from is limited, the rest is this machine and not.
                ["Proxies:Known:0"] = "127.0.0.1",
            },
            services: services => services.ConfigureDbContext<EnquiryDb>(options => options.AddInterceptors(_storage)));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _overheard.Dispose();
        await _relay.DisposeAsync();
    }

    [Fact(Explicit = true)]
    public async Task Follow_AWordThroughAWholeLife_FindsItNowhereItDoesNotBelong()
    {
        // Relays like to repeat the address that they refuse.
        _relay.Always(SmtpPhase.RcptTo, line => line.Contains(Canary, StringComparison.Ordinal)
            ? SmtpAnswer.Reply(550, $"5.1.1 <{Canary}@patients.example.org> is unknown to {Canary}")
            : SmtpAnswer.Accept);
        _relay.Always(SmtpPhase.EndOfData, SmtpAnswer.Reply(451, $"4.7.1 {Canary} looks odd"));
        var token = ((IHtmlInputElement)(await _site.PageAsync("/consultation")).QuerySelector("input[name=Token]")!).Value;
        await AssertGivenBackAsync(HttpStatusCode.UnprocessableEntity, () => PostAsync(_site.Http, token, "first", agreed: false));

        var asked = await AskAsync(token, "first");
        Assert.Equal(asked, await AskAsync(token, "first"));
        var added = await AskAsync(token, "second");
        Assert.Equal(Reference.Parse(asked), (await _site.ReadAsync(database => Task.FromResult(database.Enquiries.Single(row => row.Id == database.Enquiries.Single(later => later.FollowsId != null).FollowsId)))).Reference);
        // Staff twice for each of the two; the note to the patient once, refused for good.
        await _site.Log.SawAsync("StaffNotice not sent", times: 4);
        await _site.Log.SawAsync("Acknowledgement not sent");
        _relay.Recover();
        _site.Pass(TimeSpan.FromSeconds(20));
        await _site.Log.SawAsync("StaffNotice sent", times: 4);
        await _site.QuarantineAsync(added);
        _site.Pass(UntilEight);
        await _site.Log.SawAsync("Digest sent", times: 2);
        await _site.Log.SawAsync("Backup made");
        var digest = _relay.Messages[^1].Message;
        foreach (var path in new[] { $"/consultation/received/{asked}", digest.LinkAfter(asked), digest.LinkAfter("Release"), "/consultation", "/privacy", "/", "/health/ready" })
        {
            await ReadCleanAsync(path);
        }

        await AssertNothingStoredAsync();
        AssertClean((await RunAsync("list --json")).Output);
        Assert.Contains(Canary, (await RunAsync($"export {ByContact}")).Output, StringComparison.Ordinal);
        var erased = await RunAsync($"erase --yes {ByContact}");
        Assert.True(erased.Output.Contains("2 enquiries are gone", StringComparison.Ordinal), erased.Output);
        AssertClean(erased.Output);

        await AssertNothingElsewhereAsync();
        Assert.Contains(_overheard.Said, said => said.StartsWith("enquiries.received", StringComparison.Ordinal));
        Assert.Contains(_overheard.Said, said => said.Contains("HttpRequestIn", StringComparison.Ordinal));
    }

    [Fact(Explicit = true)]
    public async Task Refuse_AWordWithEveryAnswer_GivesItBackToItsSenderAlone()
    {
        var token = ((IHtmlInputElement)(await _site.PageAsync("/consultation")).QuerySelector("input[name=Token]")!).Value;
        _storage.IsOn = true;
        await AssertGivenBackAsync(HttpStatusCode.ServiceUnavailable, () => PostAsync(_site.Http, token, "first", agreed: true));
        _storage.IsOn = false;
        Assert.Equal(0, await _site.ReadAsync(database => Task.FromResult(database.Enquiries.Count())));
        using var elsewhere = _site.NewVisitor();
        elsewhere.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using (var first = await PostAsync(elsewhere, token, "first", agreed: false))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, first.StatusCode);
        }

        await AssertGivenBackAsync(HttpStatusCode.TooManyRequests, () => PostAsync(elsewhere, token, "first", agreed: true));

        // These cannot be read, or must not be: nothing comes back.
        await AssertCleanAsync(HttpStatusCode.RequestEntityTooLarge, await RawPost.SendAsync(_site.Http, $"Message={Canary}{new string('x', 70_000)}", "application/x-www-form-urlencoded"));
        await AssertCleanAsync(HttpStatusCode.RequestEntityTooLarge, await RawPost.SendAsync(_site.Http, $"Message={Canary}{new string('x', 70_000)}", "application/x-www-form-urlencoded"));
        await AssertCleanAsync(HttpStatusCode.UnsupportedMediaType, await RawPost.SendAsync(_site.Http, $$"""{"Message":"{{Canary}}"}""", "application/json"));
        elsewhere.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        elsewhere.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        await AssertCleanAsync(HttpStatusCode.Forbidden, await PostAsync(elsewhere, token, "first", agreed: true));

        await ReadCleanAsync("/consultation");
        _site.Pass(UntilEight);
        await _site.Log.SawAsync("Digest sent", times: 2);
        await AssertNothingElsewhereAsync();
    }

    private async Task AssertNothingElsewhereAsync()
    {
        await AssertNothingStoredAsync();
        Assert.All(_site.Log.Lines, AssertClean);
        Assert.All(_overheard.Said, AssertClean);
        Assert.All(_relay.Messages, mail => AssertClean(mail.Message.Subject ?? ""));
        Assert.All(_relay.Messages.Where(mail => mail.Message.Subject!.StartsWith("Enquiries", StringComparison.Ordinal)), mail => AssertClean(Encoding.ASCII.GetString(mail.Raw)));
    }

    /// <summary>In the boxes it was typed in, and in the letter that the sender may write instead; not in the rest of the page.</summary>
    private static async Task AssertGivenBackAsync(HttpStatusCode status, Func<Task<HttpResponseMessage>> post)
    {
        using var answer = await post();
        Assert.Equal(status, answer.StatusCode);
        AssertClean($"{answer.Headers} {answer.Content.Headers}");
        var page = await Site.HtmlOf(answer);
        Assert.All(new[] { "FullName", "Email", "Phone", "BestTime", "Message" }, box => Assert.Contains(Canary, page.QuerySelector($"main form [name={box}]")!.OuterHtml, StringComparison.Ordinal));
        foreach (var own in page.QuerySelectorAll("main form, a[href^='mailto:']").ToList())
        {
            own.Remove();
        }

        AssertClean(page.DocumentElement.OuterHtml);
    }

    private static async Task AssertCleanAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            AssertClean($"{answer.Headers} {answer.Content.Headers} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
    }

    private async Task<string> AskAsync(string token, string message)
    {
        using var answer = await PostAsync(_site.Http, token, message, agreed: true);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        AssertClean($"{answer.Headers} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient visitor, string token, string message, bool agreed) => RawPost.SendAsync(visitor,
    [
        new("FullName", $"Ada {Canary}"), new("ReachBy", "either"), new("Email", $"{Canary}@patients.example.org"), new("Phone", $"01632 960 001 {Canary}"),
        new("BestTime", Canary), new("Message", $"{message} {Canary}"), new("Website", Canary), new("Interest", "not-sure"), new("MayLeaveVoicemail", Canary),
        new(Canary, Canary), new("Token", token), new("IsAdult", "true"), new("Consent", agreed ? "true" : Canary),
    ]);

    private async Task ReadCleanAsync(string path)
    {
        using var answer = await _site.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        AssertClean($"{path} {answer.Headers} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    private static void AssertClean(string text) => Assert.DoesNotContain(Canary, text, StringComparison.OrdinalIgnoreCase);

    private async Task AssertNothingStoredAsync()
    {
        // The database is read from a copy; the lock is empty, and the site holds it.
        using var copy = await DataFolder.CopyOfAsync(_site.Folder);
        var others = Directory.GetFiles(_site.Folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) != ".lock" && !Path.GetFileName(path).StartsWith("clinic.db", StringComparison.Ordinal));
        foreach (var path in Directory.GetFiles(copy.Folder, "clinic.db*").Concat(others))
        {
            AssertClean(path);
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            Assert.False(text.Contains(Canary, StringComparison.OrdinalIgnoreCase), $"The word is in {Path.GetFileName(path)}.");
        }
    }

    private Task<(int ExitCode, string Output)> RunAsync(string command) =>
        ProgramRun.CommandAsync($"enquiries {command}", new(StringComparer.Ordinal) { ["Data:Folder"] = _site.Folder });
}
