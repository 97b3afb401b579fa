using System.Net;
using System.Security.Cryptography;
using AngleSharp.Dom;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell;

/// <summary>What holds for every public page: read from the catalogue, so a new page is tested without being named.</summary>
public sealed class EveryPageTests(EveryPageTests.OneSite one) : IClassFixture<EveryPageTests.OneSite>
{
    private readonly Site _site = one.Site;

    private IEnumerable<SitePage> Pages => _site.Services.GetRequiredService<PageCatalogue>().Pages;

    [Fact]
    public async Task Open_EveryPage_HasOneHeadingAndItsOwnTitle()
    {
        var titles = new HashSet<string>(StringComparer.Ordinal);
        var descriptions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var listed in Pages)
        {
            var page = await _site.PageAsync(listed.Path);

            Assert.True(page.QuerySelectorAll("h1").Length == 1, $"{listed.Path} has not exactly one h1.");
            Assert.True(titles.Add(page.Title!), $"{listed.Path} shares its title.");
            Assert.True(page.Title!.Length <= 60, $"The title of {listed.Path} has {page.Title.Length} characters.");
            var description = page.QuerySelector("meta[name=description]")!.GetAttribute("content")!;
            Assert.True(descriptions.Add(description), $"{listed.Path} shares its description.");
            Assert.True(description.Length is >= 50 and <= 155, $"The description of {listed.Path} has {description.Length} characters.");
            Assert.Equal($"http://localhost:5080{listed.Path}", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
            Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        }

        Assert.True(titles.Count >= 6);
    }

    [Fact]
    public async Task Open_EveryPage_HeadingsSkipNoLevel()
    {
        foreach (var listed in Pages)
        {
            var page = await _site.PageAsync(listed.Path);
            var last = 0;
            foreach (var heading in page.QuerySelectorAll("main h1, main h2, main h3, main h4"))
            {
                var level = heading.TagName[1] - '0';
                Assert.True(level <= last + 1 || last == 0, $"{listed.Path}: \"{heading.TextContent.Trim()}\" skips a level.");
                last = level;
            }
        }
    }

    [Fact]
    public async Task Open_EveryPage_IdsAreUniqueAndReferencesLead()
    {
        foreach (var listed in Pages)
        {
            var page = await _site.PageAsync(listed.Path);
            var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
            Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
            var references = page.QuerySelectorAll("[aria-labelledby],[aria-describedby],label[for]")
                .SelectMany(element => $"{element.GetAttribute("aria-labelledby")} {element.GetAttribute("aria-describedby")} {element.GetAttribute("for")}".Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.Empty(references.Except(ids, StringComparer.Ordinal).Select(reference => $"{listed.Path}: #{reference}"));
        }
    }

    [Fact]
    public async Task Follow_EveryInternalLink_ArrivesAtAnExistingPlace()
    {
        var pages = new Dictionary<string, IDocument>(StringComparer.Ordinal);
        var broken = new List<string>();
        foreach (var listed in Pages)
        {
            var page = await _site.PageAsync(listed.Path);
            foreach (var link in page.QuerySelectorAll("a[href]").Select(anchor => anchor.GetAttribute("href")!).Where(IsInternal).Distinct(StringComparer.Ordinal))
            {
                var target = new Uri(new Uri("http://site" + listed.Path), link);
                if (!pages.TryGetValue(target.PathAndQuery, out var arrived))
                {
                    using var answer = await _site.Http.GetAsync(new Uri(target.PathAndQuery, UriKind.Relative), TestContext.Current.CancellationToken);
                    if (answer.StatusCode != HttpStatusCode.OK)
                    {
                        broken.Add($"{listed.Path}: {link} answers {(int)answer.StatusCode}");
                        continue;
                    }

                    arrived = pages[target.PathAndQuery] = await Site.HtmlOf(answer);
                }

                if (target.Fragment.Length > 1 && arrived.GetElementById(Uri.UnescapeDataString(target.Fragment[1..])) is null)
                {
                    broken.Add($"{listed.Path}: {link} leads to no element");
                }
            }
        }

        Assert.Empty(broken.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Open_EveryPage_HasNoInlineCodeAndAsksNobodyElse()
    {
        foreach (var listed in Pages)
        {
            using var answer = await _site.Http.GetAsync(new Uri(listed.Path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.False(answer.Headers.Contains("Set-Cookie"), $"{listed.Path} sets a cookie.");
            var page = await Site.HtmlOf(answer);

            Assert.Empty(page.QuerySelectorAll("style,iframe,object,embed,script:not([type='application/ld+json'])").Select(element => $"{listed.Path}: {element.OuterHtml}"));
            Assert.Empty(page.All.SelectMany(element => element.Attributes
                .Where(attribute => attribute.Name == "style" || attribute.Name.StartsWith("on", StringComparison.Ordinal))
                .Select(attribute => $"{listed.Path}: {attribute.Name} on {element.TagName}")));
            Assert.Empty(page.QuerySelectorAll("link[href],img[src],source[srcset],use[href]")
                .Where(element => element.GetAttribute("rel") != "canonical")
                .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src") ?? element.GetAttribute("srcset")!)
                .Where(address => !IsInternal(address))
                .Select(address => $"{listed.Path}: {address}"));
        }
    }

    /// <summary>A font's version is in its name; everything else carries the fingerprint of its bytes. The manifest is rendered, not a file.</summary>
    [Fact]
    public async Task Load_EveryAsset_IsFingerprintedAndThere()
    {
        foreach (var listed in Pages)
        {
            var page = await _site.PageAsync(listed.Path);
            var linked = page.QuerySelectorAll("link[rel=stylesheet],link[rel=icon],link[rel=apple-touch-icon],link[rel=preload],img,source").Select(asset => asset.GetAttribute("href") ?? asset.GetAttribute("src")!);
            var shared = page.QuerySelectorAll("meta[property='og:image']").Select(card => new Uri(card.GetAttribute("content")!).AbsolutePath);
            foreach (var address in linked.Concat(shared))
            {
                Assert.Matches(@"(\.[a-z0-9]{10}\.\w+|-[a-z][0-9]+\.woff2)$", address);
                using var asset = await _site.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            }
        }
    }

    [Theory]
    [InlineData("/fonts/newsreader-d1.woff2", "5a539a67d81e4c8204a027b76f9668ab43d6031c6f65747efad93c91087fb307")]
    [InlineData("/fonts/atkinson-next-t1.woff2", "98eab68a96f9558807b913580930dae39c9930c107d623d32c90b498c0402cab")]
    public async Task Load_AFont_MayBeKeptForAYear(string address, string sha256)
    {
        using var font = await _site.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, font.StatusCode);
        Assert.Equal("max-age=31536000, immutable", Assert.Single(font.Headers.NonValidated["Cache-Control"]));
        // Browsers keep it under this name: another font needs another one.
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(await font.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))));
    }

    [Fact]
    public async Task Ask_ForHeadOfEveryPage_IsAnswered()
    {
        foreach (var listed in Pages)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, listed.Path);
            using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static bool IsInternal(string address) => address.StartsWith('#') || (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal));

    public sealed class OneSite : IAsyncDisposable
    {
        public Site Site { get; } = Site.Open();

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }
}
