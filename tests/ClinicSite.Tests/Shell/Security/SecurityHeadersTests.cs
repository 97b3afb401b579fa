using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Desk;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell.Security;

/// <summary>The exact headers, on whatever the site answers.</summary>
public sealed class SecurityHeadersTests : IAsyncDisposable
{
    private Site _site = Site.Open();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Answer_WithAnyPageOrFile_CarriesThem()
    {
        var link = _site.LastMail(await _site.AskAsync()).LinkAfter("Mark as answered");
        string[] others = ["/site.css", "/icon.svg", "/fonts/newsreader-d1.woff2", "/favicon.ico", "/robots.txt", "/sitemap.xml", "/manifest.webmanifest", "/.well-known/security.txt", "/health/live", "/health/ready", link];
        foreach (var path in _site.Services.GetRequiredService<PageCatalogue>().Pages.Select(page => page.Path).Concat(others))
        {
            using var answer = await _site.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            PolicyHeaders.AssertOn(answer, path);
        }
    }

    [Fact]
    public async Task Answer_NotModified_CarriesThem()
    {
        using var first = await _site.Http.GetAsync(new Uri("/site.css", UriKind.Relative), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/site.css", UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "304");
    }

    [Theory]
    [InlineData("GET", "/nowhere", null, 404)]
    [InlineData("PUT", "/consultation", null, 405)]
    [InlineData("DELETE", "/privacy", null, 405)]
    [InlineData("OPTIONS", "/", null, 405)]
    [InlineData("HEAD", "/nowhere", null, 404)]
    [InlineData("GET", "/fonts/none.woff2", null, 404)]
    [InlineData("GET", "/desk/AAAA", null, 404)]
    [InlineData("POST", "/consultation", "application/json", 415)]
    [InlineData("POST", "/consultation", "application/x-www-form-urlencoded", 422)]
    public async Task Answer_WithARefusal_CarriesThem(string method, string path, string? type, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (type is not null)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        PolicyHeaders.AssertOn(answer, $"{status}");
    }

    [Fact]
    public async Task Answer_ToTooMuch_CarriesThem()
    {
        using var content = new StringContent("Message=" + new string('x', 70_000), Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var answer = await _site.Http.PostAsync(new Uri("/consultation", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "413");
    }

    [Fact]
    public async Task Answer_ToAForeignPost_CarriesThem()
    {
        using var visitor = _site.NewVisitor();
        visitor.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await SendFormAsync(visitor);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "403");
    }

    [Fact]
    public async Task Answer_ToTooMany_CarriesThem()
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Proxies:Known:0"] = "127.0.0.1", ["Enquiries:Screening:HardLimit"] = "1" });
        using var visitor = _site.NewVisitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var first = await SendFormAsync(visitor);
        using var answer = await SendFormAsync(visitor);

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        PolicyHeaders.AssertOn(first, "303");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "429");
    }

    [Fact]
    public async Task Answer_WhenNothingCanBeStored_CarriesThem()
    {
        await _site.DisposeAsync();
        var storage = new BrokenStorage();
        _site = Site.Open(services: services => services.ConfigureDbContext<EnquiryDb>(options => options.AddInterceptors(storage)));
        storage.IsOn = true;
        using var answer = await SendFormAsync(_site.Http);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "503");
        Assert.Contains(_site.Log.Lines, line => line.Contains("An enquiry could not be stored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_WithAnErrorOfOurs_CarriesThem()
    {
        await _site.ReadAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE enquiry RENAME TO gone", TestContext.Current.CancellationToken));
        using var answer = await _site.Http.GetAsync(new Uri("/consultation/received/EB-7K3M-9QWD", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "500");
    }

    [Fact]
    public async Task Answer_UnderAnotherName_IsARefusalWithAPageAndThem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        request.Headers.Host = "evil.example.net";
        using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "400");
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("01632 960123", page, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, "max-age=31536000")]
    [InlineData(true, true, "max-age=31536000; includeSubDomains; preload")]
    public async Task Answer_OfASiteWithHttps_AsksBrowsersToKeepToIt(bool subDomains, bool preload, string hsts)
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Clinic:SiteUrl"] = "https://www.eternal-beauty.example",
            ["Security:HstsIncludeSubDomains"] = subDomains.ToString(),
            ["Security:HstsPreload"] = preload.ToString(),
        });
        using var answer = await _site.Http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(hsts, Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.Equal($"{PolicyHeaders.Csp}; upgrade-insecure-requests", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task Link_ToThisSite_IsNeverMadeFromTheHostHeader()
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Security:MoreHosts:0"] = "balancer.example.net" });
        foreach (var listed in _site.Services.GetRequiredService<PageCatalogue>().Pages)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(listed.Path, UriKind.Relative));
            request.Headers.Host = "balancer.example.net";
            using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("balancer", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/", "http://www.eternal-beauty.example/")]
    [InlineData("/treatments/microneedling?from=a%20card", "http://www.eternal-beauty.example/treatments/microneedling?from=a%20card")]
    [InlineData("//evil.example/%2e%2e/x", "http://www.eternal-beauty.example/")]
    public async Task Ask_UnderAnAlias_IsLedToTheSameAddressUnderTheOneName(string asked, string address)
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Clinic:SiteUrl"] = "http://www.eternal-beauty.example",
            ["Security:Aliases:0"] = "Eternal-Beauty.example",
            ["Pages:AlwaysFresh"] = "false",
        });
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post })
        {
            using var request = new HttpRequestMessage(method, new Uri(_site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + asked, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            request.Headers.Host = "eternal-beauty.example";
            using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
            Assert.StartsWith(address, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            Assert.Equal("max-age=3600", answer.Headers.CacheControl?.ToString());
            PolicyHeaders.AssertOn(answer, "308");
        }
    }

    /// <summary>The framework's reading of such a name throws.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/consultation")]
    public async Task Ask_UnderANameThatCannotBeRead_IsRefusedLikeAnyOther(string path)
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pages:AlwaysFresh"] = "false" });

        using var answer = await AskUnderAsync("xn--a", path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        PolicyHeaders.AssertOn(answer, "400");
        Assert.DoesNotContain(_site.Log.Lines, line => line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_UnderANameInOtherLetters_IsAnsweredLikeAnyOther()
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Clinic:SiteUrl"] = "http://www.xn--bcher-kva.example",
            ["Security:Aliases:0"] = "bücher.example",
            ["Pages:AlwaysFresh"] = "false",
        });
        foreach (var path in new[] { "/", "/consultation" })
        {
            using var page = await AskUnderAsync("www.xn--bcher-kva.example", path);
            using var led = await AskUnderAsync("xn--bcher-kva.example", path);

            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Equal("http://www.xn--bcher-kva.example" + path, led.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task Ask_WithAControlCharacterInTheQuery_IsLedToTheAddressWithoutIt()
    {
        using var visitor = new TcpClient();
        await visitor.ConnectAsync(_site.Http.BaseAddress!.Host, _site.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await visitor.Client.SendAsync("GET /About?\u0001 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var answer = new StreamReader(visitor.GetStream());

        var lines = (await answer.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("\r\n");

        Assert.Equal("HTTP/1.1 308 Permanent Redirect", lines[0]);
        Assert.Contains("Location: /about", lines);
    }

    private async Task<HttpResponseMessage> AskUnderAsync(string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Host = host;
        return await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> SendFormAsync(HttpClient visitor) =>
        await new FormOnPage(await _site.PageAsync("/consultation")).FillValid().SendAsync(visitor);
}
