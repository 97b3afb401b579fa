using System.Globalization;

namespace ClinicSite.Treatments.Figures;

/// <summary>
/// The half-face trial of fractional CO2 laser and microneedling (PubMed 39640445), in the order in which it is drawn and
/// tabled. Chart and table both read this, so neither can say what the other does not.
/// </summary>
public static class SplitFaceTrial
{
    public const int People = 30;
    public const int MonthlySessions = 4;
    public const int FollowUpMonths = 2;

    /// <summary>How much scores fell on average: sizes of change, not counts of people.</summary>
    public static IReadOnlyList<TrialMeasure> AverageImprovements { get; } =
    [
        new("Scar grade", new(32.9m), new(9.3m), "co2-trial-grade"),
        new("Patients’ own score", new(49.4m), new(19.7m), "co2-trial-own-score"),
        new("Rolling scars", new(42.9m), new(16.18m), "co2-trial-types"),
        new("Boxcar scars", new(36.18m), new(3.74m), "co2-trial-types"),
    ];

    /// <summary>The one measure that counts people.</summary>
    public static TrialMeasure NewDarkMarks { get; } =
        new("New dark marks", TrialResult.OfPeople(9, People), TrialResult.OfPeople(2, People), "co2-trial-dark-marks");
}

/// <summary>One thing the trial measured, on both sides of the same faces.</summary>
public sealed record TrialMeasure(string Name, TrialResult Laser, TrialResult Needling, string ClaimId);

/// <param name="Percent">As reported, or worked out from the count when there is one.</param>
/// <param name="Count">How many people, for the measures that count people.</param>
/// <param name="Of">Out of how many.</param>
public sealed record TrialResult(decimal Percent, int? Count = null, int? Of = null)
{
    /// <summary>"32.9%", with as many decimals as reported.</summary>
    public string PercentText => Percent.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>"9 of 30 people", or null for an average.</summary>
    public string? CountText => Count is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Count} of {Of} people");

    public static TrialResult OfPeople(int count, int of) => new(Math.Round(100m * count / of, 2), count, of);
}
