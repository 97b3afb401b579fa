using System.Net;
using System.Text.RegularExpressions;
using ClinicSite.Enquiries;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Shell.Security;

/// <summary>A real nginx in front: who a visitor is comes from it alone, and nothing else that is forwarded matters.</summary>
public sealed partial class ProxyTests : IAsyncLifetime
{
    private const string Here = "203.0.113.9", There = "203.0.113.10", Balancer = "10.0.0.7", Soft = "soft-rate";

    private const int SoftLimit = 5, HardLimit = 30;

    private readonly Site _site = Open("127.0.0.1");
    private Nginx _nginx = null!;

    public async ValueTask InitializeAsync() => _nginx = await Nginx.StartAsync(_site.Http.BaseAddress!);

    public async ValueTask DisposeAsync()
    {
        await (_nginx?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData(Here, There)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    public async Task Send_ByTwoVisitors_CountsEachByThemselves(string busy, string other)
    {
        using var visitor = _nginx.VisitorFrom(busy);
        for (var number = 1; number <= HardLimit; number++)
        {
            Assert.Equal(number > SoftLimit ? Soft : "", await SendAsync(_site, visitor, number));
        }

        using var refused = await PostAsync(_site, visitor, HardLimit + 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal($"Scars {HardLimit + 1}", new FormOnPage(await Site.HtmlOf(refused)).ValueOf("Your message"));
        using var stranger = _nginx.VisitorFrom(other);
        Assert.Equal("", await SendAsync(_site, stranger, HardLimit + 1));
    }

    [Fact]
    public async Task Send_WithForgedAddresses_CountsForTheOneThatConnected()
    {
        for (var number = 1; number <= SoftLimit + 1; number++)
        {
            using var visitor = _nginx.VisitorFrom(Here);
            // Another one each time, this machine's own, the neighbour's, and a second line of the same header.
            visitor.DefaultRequestHeaders.Add("X-Forwarded-For", [$"198.51.100.{number}", "127.0.0.1", There]);
            visitor.DefaultRequestHeaders.Add("X-Real-IP", $"198.51.100.{number}");
            visitor.DefaultRequestHeaders.Add("Forwarded", $"for=198.51.100.{number}");
            Assert.Equal(number > SoftLimit ? Soft : "", await SendAsync(_site, visitor, number));
        }

        using var neighbour = _nginx.VisitorFrom(There);
        Assert.Equal("", await SendAsync(_site, neighbour, SoftLimit + 2));
    }

    [Theory]
    [InlineData("127.0.0.1", Balancer)]
    [InlineData("127.0.0.0/8", "10.0.0.0/24")]
    public async Task Send_ThroughAnotherKnownProxyInFront_CountsForTheVisitorItNames(params string[] known)
    {
        await using var site = Open(known);
        await using var nginx = await Nginx.StartAsync(site.Http.BaseAddress!);
        for (var number = 1; number <= SoftLimit + 1; number++)
        {
            using var visitor = nginx.VisitorFrom(Balancer);
            visitor.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.{number}, {Here}");
            Assert.Equal(number > SoftLimit ? Soft : "", await SendAsync(site, visitor, number));
        }

        using var other = nginx.VisitorFrom(Balancer);
        other.DefaultRequestHeaders.Add("X-Forwarded-For", There);
        Assert.Equal("", await SendAsync(site, other, SoftLimit + 2));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Balancer)]
    public async Task Send_ThroughAProxyThatIsNotKnown_BelievesNothingOfIt(string? known)
    {
        await using var site = Open(known is null ? [] : [known]);
        await using var nginx = await Nginx.StartAsync(site.Http.BaseAddress!);
        using var visitor = nginx.VisitorFrom(Here);
        // All are this machine then, which is never limited: otherwise everybody would be, for one.
        for (var number = 1; number <= HardLimit + 2; number++)
        {
            Assert.Equal("", await SendAsync(site, visitor, number));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/treatments/microneedling")]
    [InlineData("/consultation")]
    [InlineData("/sitemap.xml")]
    [InlineData("/robots.txt")]
    [InlineData("/nowhere")]
    public async Task Read_WithAForwardedSchemeAndHost_IsTheSamePage(string path)
    {
        using var visitor = _nginx.VisitorFrom(Here);
        Forge(visitor);

        var page = await ReadAsync(visitor, path);

        Assert.Equal(await ReadAsync(_site.Http, path), page);
        Assert.DoesNotContain("evil", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WithAForwardedSchemeAndHost_IsLedToThisSite()
    {
        using var visitor = _nginx.VisitorFrom(Here);
        Forge(visitor);

        using var answer = await PostAsync(_site, visitor, 1);

        Assert.StartsWith("/consultation/received/EB-", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What nginx passes on as it came. That the visitor uses https it says itself.</summary>
    private static void Forge(HttpClient visitor)
    {
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example.net");
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/evil");
        visitor.DefaultRequestHeaders.Add("X-Original-URL", "/evil");
        visitor.DefaultRequestHeaders.Add("Forwarded", "host=evil.example.net;proto=https");
    }

    private static Site Open(params string[] knownProxies)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Enquiries:Screening:QuarantineFrom"] = "60",
            ["Enquiries:Screening:Points:off-topic"] = "0",
        };
        for (var index = 0; index < knownProxies.Length; index++)
        {
            settings[$"Proxies:Known:{index}"] = knownProxies[index];
        }

        return Site.Open(settings);
    }

    private static async Task<string> ReadAsync(HttpClient visitor, string path)
    {
        using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        // Of every visit its own.
        return Token().Replace(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "");
    }

    private static async Task<HttpResponseMessage> PostAsync(Site site, HttpClient visitor, int number)
    {
        using var page = await visitor.GetAsync(new Uri("/consultation", UriKind.Relative), TestContext.Current.CancellationToken);
        var form = new FormOnPage(await Site.HtmlOf(page));
        site.Clock.Advance(TimeSpan.FromSeconds(5));
        return await form.FillValid().Type("Your message", $"Scars {number}").SendAsync(visitor);
    }

    /// <returns>The reasons for which it was set aside, or would have been.</returns>
    private static async Task<string> SendAsync(Site site, HttpClient visitor, int number)
    {
        using var answer = await PostAsync(site, visitor, number);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var reference = Reference.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
        return await site.ReadAsync(database => database.Enquiries
            .Where(row => row.Reference == reference).Select(row => row.ScoreReasons).SingleAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("(?<=name=\"Token\" value=\")[^\"]*")]
    private static partial Regex Token();
}
