using ClinicSite.BrowserTests.Browsing;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Journeys;

/// <summary>Nothing on a page keeps it out of the browser's back-forward cache: Back shows it at once, as it was left.</summary>
public sealed class BackTests(Chromium chromium)
{
    private const string Leave = "() => { window.leftHere = true; }";

    /// <summary>Nothing where the page is the one that was left; else why the browser loaded it again.</summary>
    private const string WhyLoadedAgain =
        "() => window.leftHere ? '' : JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons) ?? 'for no reason given'";

    private static readonly PageGoBackOptions WithoutLoading = new() { WaitUntil = WaitUntilState.Commit };

    [Fact(Explicit = true)]
    public async Task GoBack_ToEveryPage_FindsItAsItWasLeft()
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site);
        var faults = new List<string>();
        foreach (var path in chromium.Paths)
        {
            var page = await visitor.OpenAsync(path);
            await page.EvaluateAsync(Leave);
            await page.GotoAsync(path == "/about" ? "/" : "/about");
            await page.GoBackAsync(WithoutLoading);

            if (await page.EvaluateAsync<string>(WhyLoadedAgain) is { Length: > 0 } reason)
            {
                faults.Add($"{path} was loaded again: {reason}");
            }

            await page.CloseAsync();
        }

        Faults.None(faults);
    }
}
