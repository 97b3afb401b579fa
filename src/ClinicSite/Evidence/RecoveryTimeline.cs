namespace ClinicSite.Evidence;

/// <summary>
/// What recovery from microneedling usually looks like: the first week in lanes, and the half year in phases. The chart,
/// its words and the list on the page are all made from this, and every line names the claims it rests on.
/// </summary>
public static class RecoveryTimeline
{
    /// <summary>The lanes run over whole days from the session (day 0) to this day, the last one included.</summary>
    public const int LastDay = 7;

    private const string NextSession = "Weeks 4 to 6, or later";

    public static RecoveryLaneGroup Effects { get; } = new("What you may notice", "Most people", "Some people",
    [
        new("Redness", "on brown or black skin it can look purple or darker brown, or be hard to see",
            [new(LaneSpanKind.Usual, 0, 3), new(LaneSpanKind.Sometimes, 4, 7)],
            "mostly-settles-72-hours expected-up-to-seven-days redness-on-dark-skin"),
        new("Swelling", "often greatest on the first day",
            [new(LaneSpanKind.Usual, 0, 3), new(LaneSpanKind.Sometimes, 4, 7)],
            "mostly-settles-72-hours expected-up-to-seven-days swelling-first-day"),
        new("Dryness and flaking", "starts after a couple of days",
            [new(LaneSpanKind.Usual, 2, 3), new(LaneSpanKind.Sometimes, 4, 7)],
            "peeling-after-two-days mostly-settles-72-hours expected-up-to-seven-days"),
    ]);

    public static RecoveryLaneGroup Rules { get; } = new("What to leave out", "Everyone", "Until told",
    [
        new("No make-up", "then with clean brushes",
            [new(LaneSpanKind.Usual, 0, 0), new(LaneSpanKind.Sometimes, 1, 1)],
            "only-clinic-gel-24-hours make-up-when-told"),
        new("No sunscreen yet: shade only", "then SPF 30 to 50 every day, once told",
            [new(LaneSpanKind.Usual, 0, 0), new(LaneSpanKind.Sometimes, 1, 1)],
            "only-clinic-gel-24-hours shade-then-sunscreen sunscreen-daily"),
        new("No hard exercise, swimming or sauna", "for about 72 hours",
            [new(LaneSpanKind.Usual, 0, 3)],
            "no-sweat-72-hours"),
        new("No retinoids, acids or vitamin C", "until we tell you",
            [new(LaneSpanKind.Usual, 0, 4), new(LaneSpanKind.Sometimes, 5, 7)],
            "actives-when-told"),
    ]);

    /// <summary>Those in which the skin still shows the session, or a harm by it; after them come only dates to judge by.</summary>
    public static IEnumerable<RecoveryPhase> OfTheSkin => Phases.TakeWhile(phase => phase.When != NextSession);

    public static IReadOnlyList<RecoveryPhase> Phases { get; } =
    [
        new("The first 2 hours",
            "Skin is hot, tight and flushed: red on light skin, and on brown or black skin purple, darker brown or hard to see. Pinpoint bleeding stops.",
            "Leave it alone. Only the clinic’s gel goes on.", null,
            "effects-expected redness-on-dark-skin", "only-clinic-gel-24-hours"),
        new("Until the next day",
            "Warm, tight and sore. Swelling is often greatest now.",
            "Use the gel only. Sleep with your head raised.", "Make-up, sunscreen or active products, unless told.",
            "effects-expected swelling-first-day", "only-clinic-gel-24-hours"),
        new("Day 1",
            "Calmer. Some people’s skin looks near its usual self after 24 hours.",
            "After 24 hours, wash gently, not hot. Plain moisturiser three to four times a day. Stay in the shade, and use sunscreen once told.", null,
            "near-normal-24-hours", "wash-not-hot plain-moisturiser-after shade-then-sunscreen"),
        new("Days 2 and 3",
            "Dry and rough, with flaking. Skin may look darker for some days. The flush and the swelling have mostly settled by 72 hours.",
            "Make-up may start again, when told, with clean brushes.", "Picking, scrubbing, hard exercise, swimming, sauna.",
            "peeling-after-two-days effects-common mostly-settles-72-hours", "make-up-when-told no-picking no-sweat-72-hours"),
        new("Days 4 to 7",
            "The last flaking. Expected effects can last until day 7, small bruises one to two weeks.",
            "Retinoids, acids and vitamin C start again only when told.", null,
            "expected-up-to-seven-days bruises-one-to-two-weeks", "actives-when-told"),
        new("Weeks 2 to 6",
            "Skin looks usual. If new dark marks come, they tend to show now.",
            "Sunscreen of SPF 30 to 50 every day. Call us about new dark or light patches.", null,
            "dark-marks-show-later", "sunscreen-daily red-flags-within-days"),
        new(NextSession,
            "The next session, if one is planned.",
            "Take a photograph in the same light and place.", null,
            "sessions-usual", "photos-same-light"),
        new("3 months after the last session",
            "The first fair look: until now a change may not show.", null, null,
            "change-takes-three-months", ""),
        new("6 months after the last session",
            "The best time to judge.", "Compare photographs taken in the same light.", null,
            "judge-at-six-months", "photos-same-light"),
    ];
}

/// <param name="Usual">How the words of the group name a span of the first kind.</param>
/// <param name="Sometimes">How they name a span of the second kind.</param>
public sealed record RecoveryLaneGroup(string Heading, string Usual, string Sometimes, IReadOnlyList<RecoveryLane> Lanes)
{
    public string NameOf(LaneSpanKind kind) => kind == LaneSpanKind.Usual ? Usual : Sometimes;
}

/// <param name="Note">What a reader must know with the name; for redness, how it looks on brown or black skin.</param>
/// <param name="ClaimIds">Separated by spaces, as the citation takes them.</param>
public sealed record RecoveryLane(string Name, string Note, IReadOnlyList<LaneSpan> Spans, string ClaimIds);

/// <summary>How firmly a span of days is meant.</summary>
public enum LaneSpanKind
{
    /// <summary>An effect most people have; a rule for everyone.</summary>
    Usual,

    /// <summary>An effect some people still have; a rule until the clinic says otherwise.</summary>
    Sometimes,
}

/// <summary>Whole days, both ends included.</summary>
public sealed record LaneSpan(LaneSpanKind Kind, int FromDay, int ToDay)
{
    /// <summary>"day 0", "days 2 and 3" or "days 4 to 7".</summary>
    public string Words => (ToDay - FromDay) switch
    {
        0 => $"day {FromDay}",
        1 => $"days {FromDay} and {ToDay}",
        _ => $"days {FromDay} to {ToDay}",
    };
}

/// <param name="Notice">What most people notice.</param>
/// <param name="NoticeClaims">What that rests on, separated by spaces.</param>
/// <param name="AdviceClaims">What the advice rests on; empty where there is none.</param>
public sealed record RecoveryPhase(string When, string Notice, string? Do, string? LeaveOut, string NoticeClaims, string AdviceClaims)
{
    public string ClaimIds => $"{NoticeClaims} {AdviceClaims}".TrimEnd();
}
