namespace ClinicSite.Treatments;

/// <summary>A finding of a trial, in words, with the claims behind it.</summary>
public sealed record Finding(string Text, string Claims);

/// <summary>
/// One trial that set microneedling against something else. Counts stand beside percentages, and the doubts stand in
/// the same size as the result.
/// </summary>
public sealed record HeadToHead(string Against, string Id)
{
    public required Finding Who { get; init; }

    public required Finding How { get; init; }

    public required Finding Measured { get; init; }

    public required IReadOnlyList<Finding> Found { get; init; }

    public required Finding Doubt { get; init; }

    /// <summary>Pain is left out of every entry: the sources contradict each other on it.</summary>
    public static IReadOnlyList<HeadToHead> Lasers { get; } =
    [
        new("Fractional CO2 laser, on the same faces", "trial-co2")
        {
            Who = new("30 people aged 20 to 40", "co2-trial-design"),
            How = new("Laser on one half of the face and needles on the other, 4 sessions a month apart", "co2-trial-design"),
            Measured = new("The grade of the scars, and each person’s own score, 2 months after the last session", "co2-trial-design"),
            Found =
            [
                new("The grade improved on average by 33% with laser and 9% with needles.", "co2-trial-grade"),
                new("People’s own score improved on average by 49% and 20%.", "co2-trial-own-score"),
                new("New dark marks came in 9 of 30 people (30%) after laser and 2 of 30 (7%) after needles.", "co2-trial-dark-marks"),
            ],
            Doubt = new("Two months is early. Laser was always on the right side, so sides were not drawn by lot. The authors call their way of judging subjective. The first two lines give average drops in a score, not numbers of people. No margin of error was given.", "co2-trial-sides trials-at-risk-of-bias"),
        },
        new("Fractional Er:YAG laser, on the same faces", "trial-er-yag")
        {
            Who = new("30 people", "er-trial"),
            How = new("Laser on one half of the face and needles on the other, by lot, 5 sessions a month apart", "er-trial-design"),
            Measured = new("The look of the scars, 3 months after the last session", "er-trial-design"),
            Found =
            [
                new("Laser did better.", "er-trial"),
                new("Skin healed sooner after needles.", "er-trial"),
            ],
            Doubt = new("The summary gives two success figures but does not say what they count. So we show neither.", "er-trial-design"),
        },
        new("Non-ablative fractional laser, two groups", "trial-non-ablative")
        {
            Who = new("46 people", "nonablative-trial"),
            How = new("Laser or needles, by lot, 3 sessions a month apart", "nonablative-trial-design"),
            Measured = new("A scar score, by two doctors who did not know who had what, at 2 and 6 months after treatment", "nonablative-trial-design"),
            Found =
            [
                new("Both groups improved, and no clear difference was seen between them.", "nonablative-trial nonablative-trial-design"),
                new("Redness lasted longer after laser. On brown or black skin it can look purple or darker brown, or be hard to see.", "nonablative-trial-design redness-on-dark-skin"),
                new("New dark marks came in about 1 in 7 people after laser (14%) and in none after needles.", "fewer-marks-than-nonablative"),
            ],
            Doubt = new("In a trial this small, “no clear difference” does not prove that two treatments are equal.", "trials-at-risk-of-bias"),
        },
    ];

    public static IReadOnlyList<HeadToHead> Others { get; } =
    [
        new("A 35% glycolic acid peel, two groups", "trial-peel")
        {
            Who = new("60 people with brown to black skin", "peel-trial"),
            How = new("Needles or peel, by lot, every 2 weeks for 12 weeks", "peel-trial-schedule"),
            Measured = new("A better grade of scars, only 2 weeks after the last session", "peel-trial"),
            Found =
            [
                new("About 7 in 10 people (73%) had a better grade after needles, and 1 in 3 (33%) after peels.", "peel-trial"),
            ],
            Doubt = new("Two weeks is too soon to judge a scar. Sessions were closer together than usual. The peel figure was read in a copy and still has to be checked.", "peel-trial-schedule change-takes-three-months"),
        },
        new("No treatment, on the same faces", "trial-untreated")
        {
            Who = new("20 people joined, 15 finished", "trial-half-face"),
            How = new("One half of the face was needled, by lot, 3 times, 2 weeks apart. The other half got numbing cream only", "trial-half-face-design"),
            Measured = new("A scar score, by two doctors who did not know which side was which, at 3 and 6 months", "trial-half-face-design"),
            Found =
            [
                new("At 6 months the needled side had improved by 3.4 points; the true figure may lie between 0.2 and 6.5.", "trial-half-face"),
                new("At 3 months the change was not yet clear.", "judge-at-six-months"),
                new("The other side changed by 0.4 points, which may be chance.", "trial-half-face"),
            ],
            Doubt = new("It is a very small trial. Each side was compared with its own start, not with the other side.", "trial-half-face-design"),
        },
    ];
}
