using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Enquiries;

/// <summary>The privacy page states what the settings do, whatever they are.</summary>
public sealed class PrivacyPageTests
{
    [Fact]
    public Task Read_WithTheUsualSettings_StatesThem() => AssertStatesAsync(
        new(StringComparer.Ordinal),
        ["90 more days", "180 days after it arrived", "put that right: 30 days", "are kept for 14 days", "mailed to 2 mailboxes of", "A short note with your reference goes", "for up to 60 minutes"],
        ["without your message", "follow the rules"]);

    [Fact]
    public Task Read_WithOtherSettings_StatesThose() => AssertStatesAsync(
        new(StringComparer.Ordinal)
        {
            ["Enquiries:Retention:SettledDays"] = "77",
            ["Enquiries:Retention:UnansweredDays"] = "200",
            ["Enquiries:Retention:QuarantinedDays"] = "21",
            ["Backup:KeepDaily"] = "9",
            ["Email:Staff:2"] = "manager@eternal-beauty.example",
            ["Enquiries:Acknowledge"] = "false",
            ["Enquiries:StaffMail"] = "ReferenceOnly",
            ["Enquiries:Screening:SoftWindow"] = "02:00:00",
        },
        ["77 more days", "200 days after it arrived", "put that right: 21 days", "are kept for 9 days", "mailed to 3 mailboxes of", "with your contact details but without your message", "for up to 120 minutes"],
        ["A short note"]);

    [Fact]
    public Task Read_WhereSomethingElseMakesTheBackups_SaysWhoseRulesHold() => AssertStatesAsync(
        new(StringComparer.Ordinal) { ["Backup:Enabled"] = "false" }, ["follow the rules of whoever makes them"], ["are kept for 14 days"]);

    private static async Task AssertStatesAsync(Dictionary<string, string?> settings, string[] said, string[] unsaid)
    {
        await using var site = Site.Open(settings);
        var page = string.Join(' ', (await site.PageAsync("/privacy")).QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        Assert.All(said, words => Assert.Contains(words, page, StringComparison.Ordinal));
        Assert.All(unsaid, words => Assert.DoesNotContain(words, page, StringComparison.Ordinal));
    }
}
