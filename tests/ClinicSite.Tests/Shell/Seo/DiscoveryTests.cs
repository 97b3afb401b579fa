using System.Globalization;
using System.Net;
using System.Xml.Linq;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell.Seo;

public sealed class DiscoveryTests : IAsyncLifetime
{
    private const string Home = "https://skin.example";

    private readonly Site _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Clinic:SiteUrl"] = Home });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/sitemap.xml", "application/xml; charset=utf-8")]
    [InlineData("/robots.txt", "text/plain; charset=utf-8")]
    [InlineData("/.well-known/security.txt", "text/plain; charset=utf-8")]
    public async Task Ask_ForAFileByItsFixedName_HasItsTypeForGetAndHead(string path, string type)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
        }
    }

    [Fact]
    public async Task Read_TheSitemap_HoldsEveryListedPageAndItsDate()
    {
        XNamespace space = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var sitemap = XDocument.Parse(await ReadAsync("/sitemap.xml"));

        var told = sitemap.Root!.Elements(space + "url").Select(url => (url.Element(space + "loc")!.Value, url.Element(space + "lastmod")!.Value));

        Assert.Equal(
            _site.Services.GetRequiredService<PageCatalogue>().Pages.OrderBy(page => page.Path, StringComparer.Ordinal)
                .Select(page => (Home + page.Path, page.Updated.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
            told);
        Assert.DoesNotContain("priority", sitemap.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("received", sitemap.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Robots_ShutsNobodyOutAndNamesTheSitemap()
    {
        var lines = await ReadAsync("/robots.txt");

        Assert.DoesNotContain("Disallow", lines, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith($"\nSitemap: {Home}/sitemap.xml\n", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TheSecurityText_HasItsFieldsAndExpiresWithinAYear()
    {
        var fields = (await ReadAsync("/.well-known/security.txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(line => line[..line.IndexOf(": ", StringComparison.Ordinal)], line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparer.Ordinal);

        Assert.Equal("mailto:hello@eternal-beauty.example", fields["Contact"]);
        Assert.Equal($"{Home}/.well-known/security.txt", fields["Canonical"]);
        Assert.Equal("en", fields["Preferred-Languages"]);
        var left = DateTimeOffset.Parse(fields["Expires"], CultureInfo.InvariantCulture) - _site.Clock.GetUtcNow();
        Assert.InRange(left.TotalDays, 90, 364);
    }

    [Fact]
    public async Task Read_WithASecurityContact_NamesIt()
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Clinic:SecurityContact"] = "mailto:security@skin.example" });

        var text = await site.Http.GetStringAsync(new Uri("/.well-known/security.txt", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.StartsWith("Contact: mailto:security@skin.example\n", text, StringComparison.Ordinal);
    }

    private Task<string> ReadAsync(string path) => _site.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
