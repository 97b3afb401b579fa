namespace ClinicSite.Treatments;

/// <summary>What is said about one treatment in one cell.</summary>
/// <param name="Text">Plain words; they carry the meaning without the dots.</param>
/// <param name="Claims">Ids from the claims register, separated by spaces.</param>
/// <param name="Dots">1 to 4, how much of it there is; of certainty, for a range its lower end. Null where it cannot be weighed.</param>
public sealed record Weighed(string Text, string Claims, int? Dots = null);

/// <summary>One row of the comparison.</summary>
public sealed record ComparedTreatment(string Name, string WhatItIs)
{
    /// <summary>Its anchor on the page.</summary>
    public required string Slug { get; init; }

    /// <summary>Why it stands in a group of its own; null for the rest.</summary>
    public string? KeptApart { get; init; }

    public required Weighed TimeOut { get; init; }

    public required Weighed ColourLasts { get; init; }

    public required Weighed Sessions { get; init; }

    public required Weighed Suits { get; init; }

    public required Weighed DarkMarks { get; init; }

    public required Weighed SeriousHarm { get; init; }

    public required Weighed Certainty { get; init; }
}

/// <summary>
/// The treatments side by side. The figures come from different trials, in different people, on different scales, so
/// nothing here may be sorted, added up or turned into a score: there is no best row.
/// </summary>
public static class Comparison
{
    public static IReadOnlyList<ComparedTreatment> Treatments { get; } =
    [
        new("Microneedling", "Fine needles make tiny holes in the skin. No heat.")
        {
            Slug = "microneedling",
            TimeOut = new("1 to 3 days, up to 7", "downtime-needling"),
            ColourLasts = new("Days", "mostly-settles-72-hours expected-up-to-seven-days"),
            Sessions = new("3 to 6", "sessions-usual"),
            Suits = new("Rolling; shallow boxcar less. Mild to moderate change", "needling-for-shallow helps-pitted-scars"),
            DarkMarks = new("Low to moderate: up to 1 in 6 people (17%)", "dark-marks-dogra fewer-marks-than-co2", 2),
            SeriousHarm = new("Infection, lasting lumps, track-like scars", "effects-serious"),
            Certainty = new("Limited to moderate", "evidence-low-quality small-trials-favourable", 2),
        },
        new("Fractional CO2 laser", "A hot laser that takes off dots of skin. Doctors call that ablative.")
        {
            Slug = "co2-laser",
            TimeOut = new("5 to 10 days", "downtime-others"),
            ColourLasts = new("Weeks, sometimes months", "redness-tail-others"),
            Sessions = new("1 to 4", "sessions-others"),
            Suits = new("Boxcar, rolling, mixed. Moderate to good change", "co2-trial-types"),
            DarkMarks = new("Higher: 1 in 7 (14%, with creams to prevent them) to 3 in 10 people (30%)", "ablative-dark-marks co2-trial-dark-marks", 4),
            SeriousHarm = new("Scars, infection, lasting pale patches", "laser-serious"),
            Certainty = new("Limited to moderate", "co2-trial-grade co2-pooled", 2),
        },
        new("Fractional Er:YAG laser", "Another laser that takes off dots of skin.")
        {
            Slug = "er-yag-laser",
            TimeOut = new("4 to 7 days", "downtime-others"),
            ColourLasts = new("Weeks; over 3 months in 1 in 11 people (9%) after treatment of the whole surface", "redness-tail-others full-field-er-healing"),
            Sessions = new("1 to 5", "sessions-others"),
            Suits = new("Boxcar, rolling, mixed. Moderate to good change", "er-trial"),
            DarkMarks = new("Higher: 9 in 20 people (45.5%) in one Korean study, after treatment of the whole surface; no figure for fractional treatment", "ablative-dark-marks", 4),
            SeriousHarm = new("Scars, infection, lasting pale patches", "laser-serious"),
            Certainty = new("Limited", "er-trial", 2),
        },
        new("Non-ablative fractional laser", "Heats dots below the surface and leaves the surface in place.")
        {
            Slug = "non-ablative-laser",
            TimeOut = new("2 to 4 days", "downtime-others"),
            ColourLasts = new("Days", "harms-in-practice"),
            Sessions = new("3 to 6", "sessions-others"),
            Suits = new("Mild to moderate pits: much like microneedling in one trial", "nonablative-trial"),
            DarkMarks = new("Moderate: 1 in 7 (14%) to 1 in 6 people (17%, with creams to prevent them)", "nonablative-dark-marks", 3),
            SeriousHarm = new("Few are reported; burns can happen", "harms-in-practice"),
            Certainty = new("Limited to moderate", "nonablative-trial", 2),
        },
        new("Mild (superficial) peel", "A weak acid that makes the top layer flake off.")
        {
            Slug = "superficial-peel",
            TimeOut = new("1 to 4 days", "downtime-others"),
            ColourLasts = new("Days", "harms-in-practice"),
            Sessions = new("4 to 6 or more", "sessions-others"),
            Suits = new("Flat marks, very shallow texture. Slight change", "peel-trial marks-treatments"),
            DarkMarks = new("Low: after 1 in 50 peels (2%), counted per peel and not per person; more risk in the darkest skin", "peels-dark-marks peels-type-six", 1),
            SeriousHarm = new("Burns if the acid is misused", "harms-in-practice"),
            Certainty = new("Limited", "peel-trial", 2),
        },
        new("Medium peel (TCA)", "A stronger acid that reaches the top of the deep skin.")
        {
            Slug = "medium-peel",
            TimeOut = new("7 to 10 days", "downtime-others"),
            ColourLasts = new("Weeks", "redness-tail-others"),
            Sessions = new("1 to 3", "sessions-others"),
            Suits = new("Shallow scars. Slight to moderate change", "harms-in-practice"),
            DarkMarks = new("High: for specialists only", "deep-peel-caution", 4),
            SeriousHarm = new("Scars, lasting change of colour", "harms-in-practice"),
            Certainty = new("Limited", "evidence-low-quality", 2),
        },
        new("Subcision", "A needle or blunt tube cuts the bands that hold a scar down.")
        {
            Slug = "subcision",
            TimeOut = new("Bruises for days to 2 weeks", "subcision-bruising"),
            ColourLasts = new("As long as the bruise", "subcision-bruising"),
            Sessions = new("Varies; studies do not agree", "subcision-for-rolling"),
            Suits = new("Rolling, held-down scars", "subcision-for-rolling tethers-need-release"),
            DarkMarks = new("Not well counted", "subcision-for-rolling"),
            SeriousHarm = new("Bleeding, or firm lumps under the skin", "harms-in-practice"),
            Certainty = new("Limited: studies differ too much", "subcision-for-rolling", 2),
        },
        new("TCA CROSS", "Strong acid dotted into each deep pit, and nowhere else.")
        {
            Slug = "tca-cross",
            TimeOut = new("Small crusts; the days vary", "harms-in-practice"),
            ColourLasts = new("Not well counted", "cross-pigment"),
            Sessions = new("4 in the studies, 2 weeks apart", "cross-for-ice-pick cross-dark-skin"),
            Suits = new("Ice pick", "cross-for-ice-pick"),
            DarkMarks = new("Moderate: light or dark spots in 2 of 10 and in 3 of 30 people", "cross-pigment cross-dark-skin", 3),
            SeriousHarm = new("Light or dark spots; a pit can get wider", "cross-pigment harms-in-practice"),
            Certainty = new("Limited: nobody untreated to compare", "cross-for-ice-pick", 2),
        },
        new("RF microneedling", "Needles that also heat the deep skin. It is a different treatment, and it has its own warning.")
        {
            Slug = "rf-microneedling",
            KeptApart = "Safety warning",
            TimeOut = new("1 to 3 days, up to 7", "downtime-others"),
            ColourLasts = new("Hours to days", "rf-redness-hours downtime-others"),
            Sessions = new("2 to 4", "sessions-others"),
            Suits = new("Mixed scars. Moderate change", "rf-against-co2-pooled"),
            DarkMarks = new("Not well counted: passing marks in 7 of 35 papers, longer ones in 1; many were weak", "rf-dark-marks-review"),
            SeriousHarm = new("Burns, scars, fat loss, nerve damage: US safety warning", "rf-fda-warning"),
            Certainty = new("Limited to moderate", "rf-against-co2-pooled rf-half-face-pilot", 2),
        },
    ];
}
