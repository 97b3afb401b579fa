using ClinicSite.BrowserTests.Browsing;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Journeys;

/// <summary>Parts of a long page are laid out only when somebody comes near; a link to one of them must lead there all the same.</summary>
public sealed class JumpTests(Chromium chromium)
{
    /// <summary>How far below the window's upper edge the goal of the address is; 0 where the page ends before it can come up.</summary>
    private const string Distance = """
        () => {
          const page = document.scrollingElement;
          const isAtTheEnd = page.scrollHeight - page.scrollTop - innerHeight < 2;
          const top = document.getElementById(location.hash.slice(1)).getBoundingClientRect().top;
          return isAtTheEnd && top > 0 && top < innerHeight ? 0 : top;
        }
        """;

    private static readonly PageWaitForFunctionOptions Soon = new() { Timeout = 10_000 };

    [Theory]
    [InlineData("/treatments/microneedling", 390)]
    [InlineData("/treatments/acne-scars", 1280)]
    public async Task Follow_EachLinkWithinALongPage_ShowsItsGoalAtTheTop(string path, int width)
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site, width);
        var page = await visitor.OpenAsync(path);
        var links = await page.Locator("main a[href^='#']").EvaluateAllAsync<string[]>("links => [...new Set(links.map(link => link.getAttribute('href')))]");

        foreach (var link in links)
        {
            await page.Locator($"main a[href='{link}']").First.EvaluateAsync("link => link.click()");
            await ArrivesAsync(page);
        }

        Assert.True(links.Length > 20, $"Only {links.Length} links lead to a place on {path}.");
    }

    [Theory]
    [InlineData("/treatments/microneedling#questions")]
    [InlineData("/treatments/microneedling#source-1")]
    [InlineData("/treatments/compare#tca-cross")]
    public async Task Open_AtAPlaceFarDown_ShowsItAtTheTop(string address)
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site, 390);
        var page = await visitor.NewPageAsync();

        await page.GotoAsync(address);

        await ArrivesAsync(page);
    }

    private static async Task ArrivesAsync(IPage page)
    {
        try
        {
            await page.WaitForFunctionAsync($"() => Math.abs(({Distance})()) < 60", null, Soon);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{page.Url} is {await page.EvaluateAsync<double>(Distance):F0} px from the top of the window.");
        }
    }
}
