using ClinicSite.Evidence;
using ClinicSite.Guides;

namespace ClinicSite.Tests.Guides;

public sealed class RegisterListingTests
{
    private static readonly DateOnly Due = new(2027, 11, 1);

    private static readonly EvidenceRegister Register = new(
        [
            new Source { Id = "S1", Text = "Read in full.", Read = SourceReading.Primary, Pmid = "1" },
            new Source { Id = "S2", Text = "Read in a copy.", Read = SourceReading.Copy, Pmid = "2" },
        ],
        [
            Claim("advice", ClaimKind.Care),
            Claim("warned", ClaimKind.Warning, "S2"),
            Claim("found", ClaimKind.Finding, "S1"),
            Claim("sure", ClaimKind.Finding, "S2", "S1") with { Strength = Strength.Strong, NextReview = Due.AddDays(9) },
        ]);

    [Fact]
    public void List_OnTheDueDay_NothingIsOverdue() =>
        Assert.DoesNotContain(RegisterListing.On(Due, Register).Entries, entry => entry.IsOverdue);

    [Fact]
    public void List_TheDayAfter_ThoseThatWereDueAreOverdue() =>
        Assert.Equal(["found", "warned", "advice"], RegisterListing.On(Due.AddDays(1), Register).Entries.Where(entry => entry.IsOverdue).Select(entry => entry.Claim.Id));

    [Fact]
    public void List_OfAllKinds_FindingsComeFirstTheSurestAheadAndOnlyCopiesAwaitACheck()
    {
        var listing = RegisterListing.On(Due, Register);

        Assert.Equal(
            [(ClaimKind.Finding, Strength.Strong), (ClaimKind.Finding, Strength.Limited), (ClaimKind.Warning, Strength.Limited), (ClaimKind.Care, (Strength?)null)],
            listing.Groups.Select(group => (group.Kind, group.Strength)));
        Assert.Equal(["sure", "warned"], listing.Entries.Where(entry => entry.AwaitsCheck).Select(entry => entry.Claim.Id));
    }

    [Fact]
    public void List_ByNumber_EachClaimNamesItsSourcesAndOnlyItsOwnDates()
    {
        var listing = RegisterListing.On(Due, Register);

        Assert.Equal(["S1", "S2"], listing.Sources.Select(source => source.Id));
        Assert.Equal([[1, 2], [1], [2], []], listing.Entries.Select(entry => entry.Sources));
        Assert.Equal((Due.AddDays(-30), Due), listing.UsualDates);
        Assert.Equal(["sure"], listing.Entries.Where(entry => !entry.HasUsualDates).Select(entry => entry.Claim.Id));
    }

    private static Claim Claim(string id, ClaimKind kind, params string[] sources) => new()
    {
        Id = id,
        Gist = id,
        Kind = kind,
        Strength = sources.Length > 0 ? Strength.Limited : null,
        Sources = sources,
        Checked = Due.AddDays(-30),
        NextReview = Due,
        Owner = "Content editor",
    };
}
