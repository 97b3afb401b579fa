using System.Net;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ClinicSite.Tests.Enquiries.Screening;

/// <summary>Visitors of several addresses: the tests stand behind a proxy that the site knows.</summary>
public sealed class RateTests : IAsyncLifetime
{
    private const string Soft = "soft-rate", Home = "203.0.113.9";

    private readonly Site _site = Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData(Home, Home, Soft)]
    [InlineData(Home, "203.0.113.10", "")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", Soft)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", "")]
    [InlineData("::ffff:203.0.113.9", Home, Soft)]
    // What stands before the proxy's own entry was written by the visitor.
    [InlineData("198.51.100.1, 203.0.113.9", "198.51.100.2, 203.0.113.9", Soft)]
    public async Task Send_TheSixthWithinTenMinutes_IsSetAsideForThatAddressOnly(string first, string sixth, string reasons)
    {
        var form = await FormAsync(_site);
        for (var number = 1; number <= 5; number++)
        {
            Assert.Equal("", await SendAsync(_site, form, first, number));
        }

        Assert.Equal(reasons, await SendAsync(_site, form, sixth, 6));

        _site.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("", await SendAsync(_site, form, first, 7));
    }

    [Fact]
    public async Task Send_RepeatsAndCorrections_DoNotCount()
    {
        var form = await FormAsync(_site);
        for (var time = 1; time <= 8; time++)
        {
            Assert.Equal("", await SendAsync(_site, form, Home, 1));
            using var mistake = await form.Untick("Use my details").SendAsync(Visitor(_site, Home));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, mistake.StatusCode);
        }

        Assert.Equal("", await SendAsync(_site, form, Home, 2));
    }

    [Fact]
    public async Task Send_ManyAtOnceFromOneAddress_LetsFiveThrough()
    {
        var form = await FormAsync(_site);
        var posts = Enumerable.Range(1, 12).Select(number => form.FillValid().Type("Your message", $"Scars {number}").Content()).ToList();

        await Task.WhenAll(posts.Select(async post => (await Visitor(_site, Home).PostAsync(new Uri("/consultation", UriKind.Relative), post, TestContext.Current.CancellationToken)).Dispose()));

        var rows = await RowsAsync(_site);
        Assert.Equal((5, 7), (rows.Count(row => row.Status == EnquiryStatus.Clean), rows.Count(row => row.ScoreReasons == Soft)));
    }

    [Fact]
    public async Task Send_TheThirtyFirstWithinAnHour_IsRefusedWithTheTextKept()
    {
        var form = await FormAsync(_site);
        for (var number = 1; number <= 30; number++)
        {
            await SendAsync(_site, form, Home, number);
        }

        using var refusal = await form.Type("Your message", "Kept <text>").SendAsync(Visitor(_site, Home));
        var page = await Site.HtmlOf(refusal);

        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.StatusCode);
        Assert.Equal(TimeSpan.FromHours(1), refusal.Headers.RetryAfter!.Delta);
        Assert.Equal("no-store", refusal.Headers.CacheControl!.ToString());
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        var notice = page.QuerySelector("#too-many")!;
        Assert.Contains("01632 960123", notice.TextContent, StringComparison.Ordinal);
        Assert.Contains("Kept%20%3Ctext%3E", notice.QuerySelector("a[href^=mailto]")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("Kept <text>", new FormOnPage(page).ValueOf("Your message"));
        Assert.Equal("Amina Okafor", new FormOnPage(page).ValueOf("Full name"));
        Assert.Equal(30, (await RowsAsync(_site)).Count);
        using var other = await form.SendAsync(Visitor(_site, "203.0.113.10"));
        Assert.Equal(HttpStatusCode.SeeOther, other.StatusCode);

        _site.Clock.Advance(TimeSpan.FromHours(1));
        using var later = await new FormOnPage(page).Type("Your message", "An hour later").SendAsync(Visitor(_site, Home));
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("10.0.0.7", Home)]
    public async Task Send_FromThisMachine_IsNeverLimitedWhateverItForwards(string knownProxy, string? forwarded)
    {
        await using var site = Open(knownProxy: knownProxy);
        var form = await FormAsync(site);
        for (var number = 1; number <= 35; number++)
        {
            Assert.Equal("", await SendAsync(site, form, forwarded, number));
        }
    }

    [Fact]
    public async Task Send_MoreThanTheWholeSiteGets_IsSetAsideAndNotRefused()
    {
        await using var site = Open(new() { ["SiteLimit"] = "3" });
        var form = await FormAsync(site);
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal("", await SendAsync(site, form, $"203.0.113.{number}", number));
        }

        Assert.Equal("site-rate", await SendAsync(site, form, "203.0.113.4", 4));

        site.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("", await SendAsync(site, form, "203.0.113.5", 5));
    }

    [Fact]
    public async Task Send_BeyondTheDaysBudget_IsRefusedWithTheTextKeptAlsoAfterARestart()
    {
        using var data = new DataFolder();
        await using (var site = Open(new() { ["DailyRows"] = "2" }, folder: data.Folder))
        {
            var form = await FormAsync(site);
            await SendAsync(site, form, Home, 1);
            await SendAsync(site, form, null, 2);
            await AssertFullAsync(site, form);
            // A repeat stores nothing and is answered as before.
            Assert.Equal("", await SendAsync(site, form, null, 2));
        }

        await using (var site = Open(new() { ["DailyRows"] = "2" }, folder: data.Folder))
        {
            await AssertFullAsync(site, await FormAsync(site));
            site.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal("", await SendAsync(site, await FormAsync(site), null, 3));
        }
    }

    [Fact]
    public async Task Send_AfterTheClockRanAhead_CountsFromNow()
    {
        await using var site = Open(new() { ["SiteLimit"] = "3", ["DailyRows"] = "3" });
        var ahead = await FormAsync(site);
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal("", await SendAsync(site, ahead, Home, number));
        }

        site.Clock.AdjustTime(Site.Start - TimeSpan.FromDays(1));

        Assert.Equal("", await SendAsync(site, await FormAsync(site), Home, 4));
    }

    [Fact]
    public void Knock_FromVeryManyAddresses_RemembersTheRecentOnesOnly()
    {
        var clock = new FakeTimeProvider(Site.Start);
        var rates = new EnquiryRates(Options.Create(new ScreeningOptions { TrackedAddresses = 100 }), clock);

        for (var number = 0; number < 50_000; number++)
        {
            rates.Knock(IPAddress.Parse($"2001:db8:{number:x}::1"));
        }

        Assert.Equal(100, rates.Tracked);
        clock.Advance(TimeSpan.FromHours(1));
        rates.Knock(IPAddress.Parse(Home));
        Assert.Equal(1, rates.Tracked);
    }

    private static async Task AssertFullAsync(Site site, FormOnPage form)
    {
        using var refusal = await form.FillValid().Type("Your message", "One too many").SendAsync(Visitor(site, null));
        var page = await Site.HtmlOf(refusal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
        Assert.True(refusal.Headers.RetryAfter!.Delta > TimeSpan.FromHours(23));
        Assert.Contains("01632 960123", page.QuerySelector("#too-many")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("One too many", new FormOnPage(page).ValueOf("Your message"));
        Assert.Equal(2, (await RowsAsync(site)).Count);
    }

    private static Site Open(Dictionary<string, string>? screening = null, string knownProxy = "127.0.0.1", string? folder = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Enquiries:Screening:QuarantineFrom"] = "60",
            ["Enquiries:Screening:Points:off-topic"] = "0",
            ["Proxies:Known:0"] = knownProxy,
        };
        foreach (var (key, value) in screening ?? [])
        {
            settings[$"Enquiries:Screening:{key}"] = value;
        }

        return Site.Open(settings, folder);
    }

    /// <summary>Opened by someone who reads it before writing.</summary>
    private static async Task<FormOnPage> FormAsync(Site site)
    {
        var form = new FormOnPage(await site.PageAsync("/consultation"));
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        return form;
    }

    private static HttpClient Visitor(Site site, string? address)
    {
        var visitor = site.NewVisitor();
        if (address is not null)
        {
            visitor.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        }

        return visitor;
    }

    /// <summary>An enquiry of its own: the same form with another message.</summary>
    /// <returns>The reasons it is stored with.</returns>
    private static async Task<string> SendAsync(Site site, FormOnPage form, string? address, int number)
    {
        using var visitor = Visitor(site, address);
        using var answer = await form.FillValid().Type("Your message", $"Scars {number}").SendAsync(visitor);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var reference = Reference.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
        return (await RowsAsync(site)).Single(row => row.Reference == reference).ScoreReasons;
    }

    private static Task<List<Enquiry>> RowsAsync(Site site) =>
        site.ReadAsync(database => database.Enquiries.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));
}
