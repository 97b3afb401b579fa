using System.Text;
using ClinicSite.Evidence;

namespace ClinicSite.Tests.Evidence;

/// <summary>What the register refuses, and the dates in the one that is shipped.</summary>
public sealed class EvidenceRegisterTests
{
    /// <summary>Long enough before a review falls due to do it and to publish what it found.</summary>
    private const int NoticeDays = 30;

    private static readonly Source GoodSource = new() { Id = "S1", Text = "A trial.", Read = SourceReading.Primary, Pmid = "1" };

    private static readonly Claim GoodClaim = new()
    {
        Id = "helps",
        Gist = "It helps.",
        Kind = ClaimKind.Finding,
        Strength = Strength.Limited,
        Sources = ["S1"],
        Checked = new DateOnly(2026, 1, 1),
        NextReview = new DateOnly(2027, 1, 1),
        Owner = "Content editor",
    };

    [Fact]
    public void Build_FromGoodEntries_Works() => Assert.Equal(GoodClaim, new EvidenceRegister([GoodSource], [GoodClaim]).Claim("helps"));

    [Fact]
    public void Build_WithASourceWithoutIdentifier_NamesIt() =>
        Assert.Contains("\"S1\" has no identifier", Refusal([GoodSource with { Pmid = null }], [GoodClaim]), StringComparison.Ordinal);

    [Fact]
    public void Build_WithASourceThatCarriesNoClaim_NamesIt() =>
        Assert.Contains("\"S2\" carries no claim", Refusal([GoodSource, GoodSource with { Id = "S2" }], [GoodClaim]), StringComparison.Ordinal);

    [Fact]
    public void Build_WithAClaimOfAnUnknownSource_NamesBoth() =>
        Assert.Contains("\"helps\" names the source \"S9\"", Refusal([GoodSource], [GoodClaim with { Sources = ["S1", "S9"] }]), StringComparison.Ordinal);

    [Fact]
    public void Build_WithAFindingWithoutSource_NamesIt() =>
        Assert.Contains("\"helps\" must have sources and a strength", Refusal([], [GoodClaim with { Sources = [] }]), StringComparison.Ordinal);

    [Fact]
    public void Build_WithAnIdTwice_NamesIt() =>
        Assert.Contains("\"helps\" stands in the register twice", Refusal([GoodSource], [GoodClaim, GoodClaim]), StringComparison.Ordinal);

    [Fact]
    public void Build_WithAReviewBeforeTheCheck_NamesIt() =>
        Assert.Contains("\"helps\" is reviewed next on 2025-12-31", Refusal([GoodSource], [GoodClaim with { NextReview = new DateOnly(2025, 12, 31) }]), StringComparison.Ordinal);

    [Theory]
    [InlineData("[{")]
    [InlineData("""[{ "id": "S1", "text": "A trial.", "read": "primary", "prmid": "1" }]""")]
    [InlineData("""[{ "id": "S1", "text": "A trial.", "read": "someone" }]""")]
    public void Parse_AFileThatIsNotInOrder_NamesTheFile(string json)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(json));

        var refused = Assert.Throws<RegisterException>(() => EvidenceRegister.Parse(RegisterJson.Default.ListSource, "sources.json", file));

        Assert.StartsWith("sources.json does not parse", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    /// <summary>The one test that reads the real calendar: it fails while there is still time to do the review.</summary>
    [Fact]
    public void Review_OfEveryClaim_IsNotDueWithinThirtyDaysOfTheRealToday()
    {
        var soon = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().DateTime).AddDays(NoticeDays);

        var due = EvidenceRegister.Load().Overdue(soon).Select(claim => $"{claim.Id}: {claim.NextReview:yyyy-MM-dd}, {claim.Owner}");

        Assert.Empty(due);
    }

    private static string Refusal(IEnumerable<Source> sources, IEnumerable<Claim> claims) =>
        Assert.Throws<RegisterException>(() => new EvidenceRegister(sources, claims)).Message;
}
