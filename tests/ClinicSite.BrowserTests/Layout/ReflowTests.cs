using System.Text.RegularExpressions;
using ClinicSite.BrowserTests.Browsing;
using ClinicSite.Tests.Door;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Layout;

/// <summary>
/// Nothing makes a page wider than its window and nothing is cut off: not on the smallest phone, not with text at twice
/// its size, not with the letters further apart, not with long words. Only a table may scroll, in a region of its own.
/// </summary>
public sealed class ReflowTests(Chromium chromium)
{
    /// <summary>Text alone at 200 %, as Firefox and Android enlarge it.</summary>
    private const string LargeText = "html { font-size: 200% !important; }";

    /// <summary>The spacing that a reader may set without losing anything (WCAG 1.4.12).</summary>
    private const string SpacedText = """
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
        p { margin-block-end: 2em !important; }
        """;

    private static readonly int[] EveryWidth = [256, 320, 390, 768, 1280, 1920];

    private const string Long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";

    /// <summary>What is wider than the window, and what is cut off within its own box.</summary>
    private const string Misfits = """
        () => {
          const width = document.documentElement.clientWidth;
          const place = element => `${element.tagName.toLowerCase()}${element.id && '#' + element.id}${[...element.classList].map(name => '.' + name).join('')} "${element.textContent.trim().slice(0, 30)}"`;
          const found = [];
          if (document.scrollingElement.scrollWidth > width) found.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
          for (const element of document.querySelectorAll('body *')) {
            if (element.closest('.vh, .skip, svg') || element.parentElement.closest('.compare')) continue;
            const box = element.getBoundingClientRect();
            if (box.width > 0 && (box.right > width + 1 || box.left < -1)) found.push(`${place(element)} spans ${Math.round(box.left)} to ${Math.round(box.right)}`);
            const style = getComputedStyle(element);
            const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
            if (cuts && !element.matches('textarea, input, .compare, .cta') && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) found.push(`${place(element)} cuts off its text`);
          }
          for (const region of document.querySelectorAll('.compare')) if (region.tabIndex !== 0 || !region.getAttribute('aria-labelledby')) found.push(`${place(region)} scrolls and cannot be reached`);
          return found.slice(0, 10);
        }
        """;

    [Fact]
    public async Task Open_EveryComponentAtEveryWidth_NeedsNoSidewaysScrolling()
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site);

        Faults.None(await MisfitsOfAsync(await visitor.OpenAsync(PageStates.Components), "components", "", EveryWidth));
    }

    [Fact(Explicit = true)]
    public async Task Open_EveryPageAtEveryWidth_NeedsNoSidewaysScrolling() => Faults.None(await MisfitsOfAsync(chromium.Site, "", EveryWidth));

    [Fact(Explicit = true)]
    public async Task Open_EveryPageWithTextAtTwiceItsSize_NeedsNoSidewaysScrolling() => Faults.None(await MisfitsOfAsync(chromium.Site, LargeText, 320, 1280));

    [Fact(Explicit = true)]
    public async Task Open_EveryPageWithSpacedText_CutsNothingOff() => Faults.None(await MisfitsOfAsync(chromium.Site, SpacedText, 320, 1280));

    [Fact(Explicit = true)]
    public async Task Open_EveryPageWithoutFontsAndPictures_NeedsNoSidewaysScrolling() =>
        Faults.None(await MisfitsOfAsync(chromium.Site, "", @"\.(woff2|png|svg|ico)($|\?)", 320, 1280));

    [Theory]
    [InlineData("", Explicit = true)]
    [InlineData(LargeText)]
    [InlineData(SpacedText, Explicit = true)]
    public async Task Send_LongNamesAndAddresses_NeedsNoSidewaysScrolling(string style)
    {
        await using var site = Site.Open();
        await using var visitor = await chromium.VisitAsync(site, also: options => options.BypassCSP = true);
        var page = await visitor.OpenAsync("/consultation");
        await page.GetByLabel("Full name").FillAsync($"{Long} {Long}");
        await page.GetByLabel("By email").CheckAsync(PageStates.OnItsLabel);
        await page.GetByLabel("Email address").FillAsync($"{new string('a', 60)}@gmial.com");
        await page.GetByLabel("Best time to call").FillAsync(Long);
        await page.GetByLabel("Your message").FillAsync(string.Join(' ', Enumerable.Repeat(Long, 40)));
        await page.GetByLabel("I am 18 or over").CheckAsync(PageStates.OnItsLabel);
        await page.GetByLabel("Use my details").CheckAsync(PageStates.OnItsLabel);
        await page.ArriveAfterAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync());
        var question = await MisfitsOfAsync(page, "the question about an address", style, [320, 768, 1280]);

        await page.GetByLabel("The address is right as I typed it").CheckAsync(PageStates.OnItsLabel);
        await page.ArriveAfterAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync());

        Assert.Equal("We have your enquiry", await page.Locator("h1").InnerTextAsync());
        Faults.None([.. question, .. await MisfitsOfAsync(page, "the confirmation", style, [320, 768, 1280])]);
    }

    [Fact(Explicit = true)]
    public async Task Open_EveryPageWithLongWordsInTheSettings_NeedsNoSidewaysScrolling()
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Clinic:Name"] = $"{Long} Schönheitschirurgiefachpraxisgemeinschaft",
            ["Clinic:ShortName"] = Long,
            ["Clinic:Email"] = $"{new string('a', 60)}@{new string('b', 60)}.example",
            ["Clinic:AddressLines:0"] = Long,
            ["Clinic:UrgentAdvice"] = $"Rufen Sie {Long}.",
            ["Clinic:Directions"] = Long,
            ["Clinic:People:0:Name"] = Long,
            ["Clinic:People:0:Role"] = Long,
            ["Clinic:Prices:0:Item"] = Long,
            ["Clinic:Prices:0:Amount"] = "£1,234,567.00",
            ["Clinic:Prices:0:Treatment"] = "microneedling",
            ["Clinic:Devices:0:Name"] = Long,
            ["Clinic:Devices:0:Treatment"] = "microneedling",
        });

        Faults.None(await MisfitsOfAsync(site, "", 320, 768, 1280));
    }

    private Task<List<string>> MisfitsOfAsync(Site site, string style, params int[] widths) => MisfitsOfAsync(site, style, without: null, widths);

    /// <param name="site">Where to look.</param>
    /// <param name="style">What the reader adds.</param>
    /// <param name="without">Files with such an address do not come.</param>
    /// <param name="widths">How wide the window is, one after the other.</param>
    private async Task<List<string>> MisfitsOfAsync(Site site, string style, string? without, params int[] widths)
    {
        await using var visitor = await chromium.VisitAsync(site, also: options => options.BypassCSP = true);
        if (without is not null)
        {
            await visitor.RouteAsync(new Regex(without, RegexOptions.None, TimeSpan.FromSeconds(1)), route => route.AbortAsync());
        }

        var found = new List<string>();
        foreach (var path in chromium.Paths.Concat([PageStates.NotFound, PageStates.Components]))
        {
            var page = await visitor.OpenAsync(path);
            found.AddRange(await MisfitsOfAsync(page, path, style, widths));
            await page.CloseAsync();
        }

        found.AddRange(await MisfitsOfAsync(await visitor.OpenFailingFormAsync(), "failing form", style, widths));
        return found;
    }

    private static async Task<List<string>> MisfitsOfAsync(IPage page, string name, string style, int[] widths)
    {
        var found = new List<string>();
        await page.OpenDetailsAsync();
        if (style.Length > 0)
        {
            await page.AddStyleTagAsync(new PageAddStyleTagOptions { Content = style });
        }

        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, 800);
            found.AddRange((await page.EvaluateAsync<string[]>(Misfits)).Select(misfit => $"{name} at {width}: {misfit}"));
        }

        return found;
    }
}
