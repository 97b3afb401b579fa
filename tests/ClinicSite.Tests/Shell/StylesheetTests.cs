using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Shell;

/// <summary>The stylesheet as it is served: what every theme owes to the eye, and what the page must fetch once only.</summary>
public sealed partial class StylesheetTests
{
    private static readonly string[] Texts = ["ink", "ink-soft", "pine", "pine-deep", "clay-deep", "error", "visited"];
    private static readonly string[] Grounds = ["paper", "surface", "sand", "clay-tint", "pine-tint", "error-tint"];

    [Fact]
    public async Task Read_EveryTextOnEveryGround_HasSevenToOneInBothThemes()
    {
        await using var site = Site.Open();
        var css = await StylesheetAsync(site);
        var light = Tokens(Block(css, 0));
        var dark = new Dictionary<string, string>(light, StringComparer.Ordinal);
        foreach (var (name, colour) in Tokens(Block(css, css.IndexOf("(prefers-color-scheme:dark)", StringComparison.Ordinal))))
        {
            dark[name] = colour;
        }

        foreach (var (theme, tokens) in new[] { ("light", light), ("dark", dark) })
        {
            var pairs = Texts.SelectMany(text => Grounds.Select(ground => (text, ground)))
                .Append(("on-pine", "pine")).Append(("on-pine", "pine-deep")).Append(("band-ink", "band")).Append(("band-link", "band")).Append(("band", "band-ink"));
            foreach (var (text, ground) in pairs)
            {
                var contrast = Contrast(tokens[text], tokens[ground]);
                Assert.True(contrast >= 7, $"{text} on {ground} has only {contrast:0.00}:1 in the {theme} theme.");
            }

            foreach (var ground in Grounds)
            {
                Assert.True(Contrast(tokens["line-strong"], tokens[ground]) >= 3, $"The border of a field fades on {ground} in the {theme} theme.");
            }
        }
    }

    [Fact]
    public async Task Read_EveryAddressInIt_IsAFileOfThisSite()
    {
        await using var site = Site.Open();
        var css = await StylesheetAsync(site);
        var addresses = Address().Matches(css).Select(match => match.Groups["path"].Value).ToList();

        Assert.NotEmpty(addresses);
        foreach (var address in addresses)
        {
            using var file = await site.Http.GetAsync(new Uri($"/{address}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(file.IsSuccessStatusCode, $"{address} answers {file.StatusCode}.");
        }

        // A preloaded face under another address than the stylesheet's would be fetched twice.
        var preloaded = Assert.Single((await site.PageAsync("/")).QuerySelectorAll("link[rel=preload]"));
        Assert.Contains(preloaded.GetAttribute("href")![1..], addresses);
        // A face that comes late is left for the next page: text never moves under the eye.
        Assert.All(Face().Matches(css), face => Assert.Contains("font-display:optional", face.Value, StringComparison.Ordinal));
        Assert.Contains("@view-transition{navigation:auto}", css, StringComparison.Ordinal);
    }

    private static async Task<string> StylesheetAsync(Site site)
    {
        var address = (await site.PageAsync("/")).QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        return await site.Http.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private static string Block(string css, int from)
    {
        var start = css.IndexOf(":root", from, StringComparison.Ordinal);
        return css[start..css.IndexOf('}', start)];
    }

    private static Dictionary<string, string> Tokens(string block) =>
        Token().Matches(block).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["colour"].Value, StringComparer.Ordinal);

    /// <summary>As WCAG 2 defines it, from 1 to 21.</summary>
    private static double Contrast(string first, string second)
    {
        var (a, b) = (Luminance(first), Luminance(second));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) => (0.2126 * Channel(colour, 0)) + (0.7152 * Channel(colour, 2)) + (0.0722 * Channel(colour, 4));

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--(?<name>[a-z-]+): ?#(?<colour>[0-9A-Fa-f]{6})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("@font-face\\{[^}]*\\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Face();

    [GeneratedRegex("url\\((?<path>[^)]+)\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
