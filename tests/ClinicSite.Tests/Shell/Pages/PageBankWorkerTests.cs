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

    /// <summary>As the network's time does to a machine that had none, or waking up to one that slept: no delay ends by it.</summary>
    [Theory]
    [InlineData(3, "2 May", "4 May", null)]
    [InlineData(-3, "2 May", "4 May", "2 May")]
    public async Task Set_TheClockToAnotherDay_RendersThePagesAnew(int days, string past, string today, string? shownAgain)
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Pages:AlwaysFresh"] = "false",
            ["Clinic:Holidays:0"] = "2026-05-02",
            ["Clinic:Holidays:1"] = "2026-05-04",
        });
        var before = await AboutAsync(site);
        Assert.Contains(today, before, StringComparison.Ordinal);
        Assert.DoesNotContain(past, before, StringComparison.Ordinal);

        site.Clock.AdjustTime(Site.Start.AddDays(days));
        await site.GoOnUntilAsync(site.Log.SawAsync("rendered for a new day"), TimeSpan.FromMinutes(1));

        var after = await AboutAsync(site);
        Assert.Equal(shownAgain is not null, after.Contains(past, StringComparison.Ordinal));
        Assert.Equal(days < 0, after.Contains(today, StringComparison.Ordinal));
    }

    private static async Task<string> AboutAsync(Site site) => (await site.PageAsync("/about")).QuerySelector("main")!.TextContent;
}
