using System.IO.Compression;
using System.Net;
using System.Text.Json;
using ClinicSite.Shell.Pages;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Desk;
using ClinicSite.Tests.Shell.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell.Pages;

/// <summary>The finished pages, asked for as browsers, caches and odd clients do.</summary>
public sealed class PageBankTests(PageBankTests.OpenBank open) : IClassFixture<PageBankTests.OpenBank>
{
    private const string Long = "/treatments/microneedling";

    private readonly Site _site = open.Site;

    private PageBank Bank => _site.Services.GetRequiredService<PageBank>();

    private IEnumerable<SitePage> Shared => _site.Services.GetRequiredService<PageCatalogue>().Pages.Where(page => !page.PerVisit);

    [Fact]
    public async Task Ask_ForEveryPageInEveryCoding_GivesTheSamePage()
    {
        foreach (var page in Shared)
        {
            using var plain = await AskAsync(page.Path);
            var html = await BodyAsync(plain);
            Assert.Empty(plain.Content.Headers.ContentEncoding);
            var tags = new List<string> { AssertPrepared(plain) };
            foreach (var coding in new[] { "gzip", "br" })
            {
                using var answer = await AskAsync(page.Path, coding);
                Assert.Equal([coding], answer.Content.Headers.ContentEncoding);
                Assert.Equal(html, Unpack(coding, await BodyAsync(answer)));
                tags.Add(AssertPrepared(answer));
            }

            Assert.Equal(3, tags.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public async Task Ask_WithAndWithoutTheBank_GivesTheSameButForIndentation()
    {
        await using var fresh = Site.Open();
        foreach (var page in Shared)
        {
            using var finished = await AskAsync(page.Path);
            using var rendered = await fresh.Http.GetAsync(new Uri(page.Path, UriKind.Relative), TestContext.Current.CancellationToken);

            var lines = (await rendered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(lines, (await finished.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n'));
            Assert.DoesNotMatch("<(pre|textarea)[ >]", string.Join('\n', lines));
            Assert.Equal(rendered.Content.Headers.ContentType, finished.Content.Headers.ContentType);
            Assert.Null(rendered.Headers.ETag);
        }
    }

    [Fact]
    public async Task Render_TheSameDayAgain_ChangesNoPage()
    {
        await using var site = OpenBank.Start();
        var bank = site.Services.GetRequiredService<PageBank>();
        var before = Shared.ToDictionary(page => page.Path, page => bank.Find(page.Path)?.Identity.ETag, StringComparer.Ordinal);
        // So that a time of day on a page would show.
        site.Clock.Advance(new TimeSpan(3, 17, 29));

        await bank.RenderAsync(atOnce: 2, TestContext.Current.CancellationToken);

        Assert.All(before, page => Assert.Equal(page.Value, bank.Find(page.Key)?.Identity.ETag));
        Assert.DoesNotContain(null, before.Values);
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("br;q=0.2, gzip;q=0.8", "gzip")]
    [InlineData("br;q=0.8, gzip;q=0.8", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0", "")]
    [InlineData("gzip;q=0.5, identity;q=0.6", "")]
    [InlineData("gzip;q=0.001", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*;q=0.1, br;q=0", "gzip")]
    [InlineData("identity;q=0, *", "br")]
    [InlineData("identity;q=0, gzip", "gzip")]
    [InlineData("zstd", "")]
    [InlineData("zstd, *;q=0.5", "br")]
    [InlineData("identity", "")]
    [InlineData("br;q=abc", "")]
    [InlineData(",,;", "")]
    public async Task Ask_WithAnEncodingHeader_GetsWhatTheStandardSays(string accept, string coding)
    {
        using var answer = await AskAsync(Long, accept);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(coding, string.Join(',', answer.Content.Headers.ContentEncoding));
    }

    [Theory]
    [InlineData("identity;q=0")]
    [InlineData("*;q=0")]
    [InlineData("br;q=0, gzip;q=0, identity;q=0")]
    public async Task Ask_RulingOutEveryForm_IsRefusedOnThePageOfTheSite(string accept)
    {
        using var answer = await AskAsync(Long, accept);

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
        Assert.Contains("01632 960123", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("W/{0}", true)]
    [InlineData("\"another\", {0}", true)]
    [InlineData("*", true)]
    [InlineData("\"another\"", false)]
    [InlineData("no tag at all", false)]
    public async Task Ask_WithAKeptTag_IsToldWhetherItStillHolds(string header, bool holds)
    {
        using var first = await AskAsync(Long, "br");
        using var again = await AskAsync(Long, "br", request => request.Headers.TryAddWithoutValidation("If-None-Match", string.Format(header, first.Headers.ETag!.Tag)));

        Assert.Equal(holds ? HttpStatusCode.NotModified : HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(AssertPrepared(first), AssertPrepared(again));
        Assert.Equal(holds, (await BodyAsync(again)).Length == 0);
    }

    [Fact]
    public async Task Ask_WithTheTagOfAnotherCoding_GetsTheWholePage()
    {
        using var packed = await AskAsync(Long, "br");
        using var again = await AskAsync(Long, "gzip", request => request.Headers.IfNoneMatch.Add(packed.Headers.ETag!));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Ask_ForHead_GetsTheHeadersAlone()
    {
        using var page = await AskAsync(Long, "br");
        using var head = await AskAsync(Long, "br", request => request.Method = HttpMethod.Head);

        Assert.Equal(page.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key), head.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key));
        Assert.Equal(page.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await BodyAsync(head));
    }

    [Fact]
    public async Task Ask_WithAnyQuery_GetsTheFinishedPage()
    {
        using var plain = await AskAsync(Long, "br");
        using var campaign = await AskAsync(Long + "?utm_source=letter&x=%3Cb%3E", "br");

        Assert.Equal(plain.Headers.ETag, campaign.Headers.ETag);
    }

    [Theory]
    [InlineData("/treatments/no-such-page")]
    [InlineData("/consultation")]
    [InlineData("/consultation/received/EB-7K3M-9QWT")]
    [InlineData("/robots.txt")]
    public async Task Ask_ForWhatIsNoSharedPage_LeavesTheBankAsItWas(string path)
    {
        using var answer = await AskAsync(path, "br");

        Assert.Null(answer.Headers.ETag);
        Assert.Null(Bank.Find(path));
    }

    [Theory]
    [InlineData("/Treatments/Microneedling")]
    [InlineData("/treatments/microneedling/")]
    [InlineData("//treatments/microneedling")]
    public void Find_AnotherSpellingOfAPath_FindsNothing(string path) => Assert.Null(Bank.Find(path));

    /// <summary>Until it is compressed there is one form only, and whoever rules it out is passed on instead of being refused.</summary>
    [Theory]
    [InlineData("identity;q=0, br", false)]
    [InlineData("br", true)]
    public async Task Ask_BeforeItIsCompressed_IsNotRefused(string accept, bool isAnswered)
    {
        var bank = ActivatorUtilities.CreateInstance<PageBank>(_site.Services);
        await bank.RenderAsync(atOnce: 1, TestContext.Current.CancellationToken);
        var isPassedOn = false;
        var pages = ActivatorUtilities.CreateInstance<FinishedPages>(_site.Services, bank, (RequestDelegate)(context =>
        {
            isPassedOn = context.Request.Path == Long;
            return Task.CompletedTask;
        }));
        var asked = new DefaultHttpContext { Request = { Method = "GET", Path = Long, Host = new HostString(_site.Http.BaseAddress!.Authority), Headers = { AcceptEncoding = accept } } };

        await pages.InvokeAsync(asked);

        Assert.Equal((200, !isAnswered), (asked.Response.StatusCode, isPassedOn));
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("identity", "")]
    public async Task Open_TheForm_IsCompressedAsAskedFor(string accept, string coding)
    {
        using var form = await AskAsync("/consultation", accept);

        Assert.Equal(coding, string.Join(',', form.Content.Headers.ContentEncoding));
        Assert.Equal(["Accept-Encoding"], form.Headers.Vary);
    }

    /// <summary>What was typed stands in it: its length must tell nothing.</summary>
    [Fact]
    public async Task Post_WhatIsNotAccepted_IsAnsweredPlain()
    {
        using var answer = await AskAsync("/consultation", "br", request =>
        {
            request.Method = HttpMethod.Post;
            request.Content = new FormUrlEncodedContent([]);
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Ask_UnderAForeignName_IsRefused()
    {
        using var answer = await AskAsync(Long, "br", request => request.Headers.Host = "elsewhere.example.org");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.ETag);
    }

    [Fact]
    public async Task Post_ToAFinishedPage_IsRefused()
    {
        using var answer = await AskAsync(Long, "br", request => request.Method = HttpMethod.Post);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task Open_TheFormTwice_GivesEachVisitItsOwnToken()
    {
        using var first = await AskAsync("/consultation");
        using var second = await AskAsync("/consultation");

        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());
        Assert.Null(first.Headers.ETag);
        Assert.NotEqual(await TokenAsync(first), await TokenAsync(second));
    }

    [Fact]
    public async Task Open_WhatBelongsToOneVisitor_IsKeptByNobody()
    {
        var reference = await _site.AskAsync();
        using var received = await AskAsync($"/consultation/received/{reference}", "br");
        using var desk = await AskAsync(_site.LastMail(reference).LinkAfter("Mark as answered"), "br");

        Assert.Equal("no-cache, private", received.Headers.CacheControl!.ToString());
        Assert.Equal("no-store", desk.Headers.CacheControl!.ToString());
        Assert.All([received, desk], answer => Assert.Null(answer.Headers.ETag));
    }

    [Fact]
    public async Task Ask_ForTheNextPagesRules_IsAnsweredInTheirOwnType()
    {
        using var page = await AskAsync("/");
        var path = Assert.Single(page.Headers.GetValues("Speculation-Rules")).Trim('"');
        using var rules = await AskAsync(path);

        Assert.Equal("application/speculationrules+json", rules.Content.Headers.ContentType!.ToString());
        using var read = JsonDocument.Parse(await rules.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(0, read.RootElement.GetProperty("prerender").GetArrayLength());
    }

    /// <returns>The tag.</returns>
    private static string AssertPrepared(HttpResponseMessage answer)
    {
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        Assert.Equal("no-cache, public", string.Join(", ", answer.Headers.CacheControl!.ToString().Split(", ").Order()));
        Assert.False(answer.Headers.ETag!.IsWeak);
        Assert.NotEqual(true, answer.Headers.TransferEncodingChunked);
        Assert.Equal(["\"/speculation.json\""], answer.Headers.GetValues("Speculation-Rules"));
        PolicyHeaders.AssertOn(answer, "a finished page");
        return answer.Headers.ETag.Tag;
    }

    private static async Task<string> TokenAsync(HttpResponseMessage answer) =>
        (await Site.HtmlOf(answer)).QuerySelector("input[name=Token]")!.GetAttribute("value")!;

    private static Task<byte[]> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    private static byte[] Unpack(string coding, byte[] packed)
    {
        using var source = new MemoryStream(packed);
        using Stream unpacking = coding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        unpacking.CopyTo(plain);
        return plain.ToArray();
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? acceptEncoding = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (acceptEncoding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        }

        change?.Invoke(request);
        return await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public sealed class OpenBank : IAsyncLifetime
    {
        public Site Site { get; } = Start();

        public static Site Start() => Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pages:AlwaysFresh"] = "false" });

        public ValueTask InitializeAsync()
        {
            // Else the first tests would meet pages that are not compressed yet.
            Site.Services.GetRequiredService<PageBank>().Compress(CancellationToken.None);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
