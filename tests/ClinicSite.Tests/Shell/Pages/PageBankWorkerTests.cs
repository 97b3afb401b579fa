using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Shell.Pages;

/// <summary>What shows on a page with the date alone.</summary>
public sealed class PageBankWorkerTests
{
    [Fact]
    public async Task Pass_TheClinicsMidnight_RendersThePagesAnew()
    {
        // A quarter past eleven in the evening by the clinic's clock, the last hour of a holiday.
        await using var site = Site.Open(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pages:AlwaysFresh"] = "false", ["Clinic:Holidays:0"] = "2026-05-04" },
            now: new DateTimeOffset(2026, 5, 4, 22, 15, 0, TimeSpan.Zero));
        Assert.Contains("4 May", await AboutAsync(site), StringComparison.Ordinal);

        site.Clock.Advance(TimeSpan.FromHours(1));

        await site.Log.SawAsync("rendered for a new day");
        Assert.DoesNotContain("4 May", await AboutAsync(site), StringComparison.Ordinal);
    }

    private static async Task<string> AboutAsync(Site site) => (await site.PageAsync("/about")).QuerySelector("main")!.TextContent;
}
