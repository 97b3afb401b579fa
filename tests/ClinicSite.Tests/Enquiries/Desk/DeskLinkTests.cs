using System.Net;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Desk;

public sealed class DeskLinkTests : IAsyncDisposable
{
    private readonly BrokenStorage _storage = new();
    private readonly Site _site;

    public DeskLinkTests() => _site = Site.Open(services: services => services.ConfigureDbContext<EnquiryDb>(options => options.AddInterceptors(_storage)));

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Visit_ByAScannerOrAPerson_ShowsTheStateAndChangesNothing()
    {
        var reference = await _site.AskAsync("Private words");
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");

        var page = await _site.PageAsync(link);

        Assert.Equal($"{reference} waits for an answer", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("Private words", page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", page.Source.Text, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("meta[name=robots][content=noindex]"));
        Assert.Equal(DeskState.New, (await _site.RowAsync(reference)).Desk);
    }

    [Fact]
    public async Task Visit_ToRelease_SaysWhoIsWrittenTo()
    {
        var reference = await _site.AskAsync();
        await _site.QuarantineAsync(reference);
        var link = new Uri(_site.Services.GetRequiredService<DeskLinks>().To(DeskAct.Release, await _site.RowAsync(reference), Site.Start)).AbsolutePath;

        var page = await _site.PageAsync(link);

        Assert.Contains("and the person gets the clinic’s short note where one is due.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Press_Answered_IsNotedOnceAndShown()
    {
        var reference = await _site.AskAsync();
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");

        await PressAsync(link);
        await _site.Log.SawAsync($"Enquiry \"{reference}\" received");
        await _site.Log.SawAsync($"Enquiry \"{reference}\": StaffNotice sent", times: 2);
        await _site.Log.SawAsync($"Enquiry \"{reference}\" is now \"Answered\"");
        var first = await _site.RowAsync(reference);
        _site.Clock.Advance(TimeSpan.FromHours(1));
        using (var again = await PostAsync(link))
        {
            Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        }

        var page = await _site.PageAsync(link);
        Assert.Equal($"{reference} is marked as answered", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("It still waits", Assert.Single(page.QuerySelectorAll("main form button")).TextContent);
        Assert.Equal((DeskState.Answered, Site.Start), (first.Desk, first.DeskChanged!.Value));
        Assert.Equal(Site.Start, (await _site.RowAsync(reference)).DeskChanged);
    }

    [Fact]
    public async Task Press_ThatItStillWaits_UndoesAWrongTap()
    {
        var reference = await _site.AskAsync();
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");
        await PressAsync(link);

        using var answer = await new FormOnPage(await _site.PageAsync(link)).SendAsync(_site.Http);

        var page = await _site.PageAsync(answer.Headers.Location!.ToString());
        Assert.Equal($"{reference} waits for an answer", page.QuerySelector("h1")!.TextContent);
        Assert.Null(page.QuerySelector("main form"));
        Assert.Equal(DeskState.New, (await _site.RowAsync(reference)).Desk);
        await PressAsync(link);
        Assert.Equal(DeskState.Answered, (await _site.RowAsync(reference)).Desk);
    }

    [Fact]
    public async Task Press_AnyLinkInAnyState_LeadsWhereTheTableSays()
    {
        const string waits = "waits for an answer", answered = "is marked as answered", closed = "is closed", released = "is out of quarantine and waits for an answer";
        (EnquiryStatus Status, DeskState Desk, string AfterAnswered, string AfterRelease, string AfterClose)[] table =
        [
            (EnquiryStatus.Clean, DeskState.New, answered, waits, closed),
            (EnquiryStatus.Clean, DeskState.Answered, answered, answered, closed),
            (EnquiryStatus.Clean, DeskState.Closed, answered, closed, closed),
            (EnquiryStatus.Quarantined, DeskState.New, answered, released, closed),
            (EnquiryStatus.Quarantined, DeskState.Answered, answered, answered, closed),
            // Closed for spam, and it was a person after all.
            (EnquiryStatus.Quarantined, DeskState.Closed, answered, released, closed),
            (EnquiryStatus.Released, DeskState.New, answered, released, closed),
            (EnquiryStatus.Released, DeskState.Answered, answered, answered, closed),
            (EnquiryStatus.Released, DeskState.Closed, answered, closed, closed),
        ];
        var reference = await _site.AskAsync();
        var enquiry = await _site.RowAsync(reference);
        var found = new List<string>();
        var expected = new List<string>();
        foreach (var (status, desk, afterAnswered, afterRelease, afterClose) in table)
        {
            foreach (var (act, after) in new[] { (DeskAct.Answered, afterAnswered), (DeskAct.Release, afterRelease), (DeskAct.Close, afterClose) })
            {
                await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
                    row => row.SetProperty(one => one.Status, status).SetProperty(one => one.Desk, desk), TestContext.Current.CancellationToken));
                var link = new Uri(_site.Services.GetRequiredService<DeskLinks>().To(act, enquiry, Site.Start)).AbsolutePath;
                using (var answer = await PostAsync(link))
                {
                    Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
                }

                expected.Add($"{status}, {desk}: {act} → {reference} {after}");
                found.Add($"{status}, {desk}: {act} → {(await _site.PageAsync(link)).QuerySelector("h1")!.TextContent}");
            }
        }

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Press_ForAnEnquiryThatWasErased_SaysThatItIsGone()
    {
        var reference = await _site.AskAsync();
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");
        await _site.ReadAsync(database => database.Enquiries.ExecuteDeleteAsync(TestContext.Current.CancellationToken));

        using var answer = await PostAsync(link);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        var page = await Site.HtmlOf(answer);
        Assert.Equal("This enquiry is no longer stored", page.QuerySelector("h1")!.TextContent);
        Assert.Null(page.QuerySelector("main form"));
    }

    [Fact]
    public async Task Press_WhileNothingCanBeStored_ChangesNothingAndWorksLater()
    {
        var reference = await _site.AskAsync();
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");
        _storage.IsOn = true;
        using (var refused = await PostAsync(link))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(60), refused.Headers.RetryAfter!.Delta);
            await _site.Log.SawAsync($"Enquiry \"{reference}\" could not be changed from a link");
        }

        Assert.Equal(DeskState.New, (await _site.RowAsync(reference)).Desk);
        _storage.IsOn = false;

        using var answer = await PostAsync(link);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(DeskState.Answered, (await _site.RowAsync(reference)).Desk);
    }

    [Fact]
    public async Task Press_AfterItsTime_ChangesNothingAndSaysWhere()
    {
        var reference = await _site.AskAsync();
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");
        _site.Clock.Advance(TimeSpan.FromDays(31));

        using var answer = await PostAsync(link);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains("Newer ones are in the daily digest", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(DeskState.New, (await _site.RowAsync(reference)).Desk);
    }

    [Fact]
    public async Task Press_AChangedLink_IsNotFound()
    {
        var reference = await _site.AskAsync();
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(link.AsSpan("/desk/".Length));
        foreach (var index in Enumerable.Range(0, bytes.Length))
        {
            var changed = bytes.ToArray();
            changed[index] ^= 1;
            using var answer = await PostAsync($"/desk/{System.Buffers.Text.Base64Url.EncodeToString(changed)}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Equal(DeskState.New, (await _site.RowAsync(reference)).Desk);
    }

    [Theory]
    [InlineData(0, ")")]
    [InlineData(0, ".")]
    [InlineData(1, "")]
    [InlineData(30, "")]
    public async Task Visit_ADamagedLink_SaysWhatToDo(int cut, string added)
    {
        var link = _site.LastMail(await _site.AskAsync()).LinkAfter("Mark as answered");
        var damaged = $"{link[..^cut]}{added}";

        using var visit = await _site.Http.GetAsync(new Uri(damaged, UriKind.Relative), TestContext.Current.CancellationToken);
        using var press = await PostAsync(damaged);

        foreach (var answer in new[] { visit, press })
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            var page = await Site.HtmlOf(answer);
            Assert.Contains(
                "This link is not complete, or not ours. Copy the whole of it from the mail, or use the one in the newest digest.",
                page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector("meta[name=robots][content=noindex]"));
        }
    }

    [Theory]
    [InlineData('=')]
    [InlineData('!')]
    [InlineData(' ')]
    [InlineData('\u00e9')]
    public async Task Press_ALinkThatIsNoBase64_IsNotFound(char odd)
    {
        var link = _site.LastMail(await _site.AskAsync()).LinkAfter("Mark as answered");
        foreach (var changed in new[] { $"{link[..^1]}{odd}", $"/desk/{odd}{link["/desk/".Length..][1..]}" })
        {
            using var visit = await _site.Http.GetAsync(new Uri(changed, UriKind.Relative), TestContext.Current.CancellationToken);
            using var press = await PostAsync(changed);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (visit.StatusCode, press.StatusCode));
        }
    }

    [Fact]
    public async Task Press_FromAnotherSite_IsRefused()
    {
        var reference = await _site.AskAsync();
        var link = _site.LastMail(reference).LinkAfter("Mark as answered");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(link, UriKind.Relative));
        using var elsewhere = new HttpClient { BaseAddress = _site.Http.BaseAddress };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await elsewhere.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(DeskState.New, (await _site.RowAsync(reference)).Desk);
    }

    private async Task PressAsync(string link)
    {
        var form = new FormOnPage(await _site.PageAsync(link));
        using var answer = await form.SendAsync(_site.Http);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(link, answer.Headers.Location!.ToString());
    }

    private async Task<HttpResponseMessage> PostAsync(string link)
    {
        using var nothing = new FormUrlEncodedContent([]);
        return await _site.Http.PostAsync(new Uri(link, UriKind.Relative), nothing, TestContext.Current.CancellationToken);
    }
}
