namespace ClinicSite.Enquiries.Screening;

/// <summary>When a post counts as a program's and how many are taken, section <c>Enquiries:Screening</c>.</summary>
public sealed class ScreeningOptions
{
    public const string Section = "Enquiries:Screening";

    /// <summary>The score from which an enquiry is set aside; see <see cref="Signals"/> for what makes it.</summary>
    public int QuarantineFrom { get; init; } = 60;

    /// <summary>Other points than a signal's own, by the signal's name; 0 switches it off.</summary>
    public Dictionary<string, int> Points { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Sent sooner than this after the form was opened: no person can.</summary>
    public TimeSpan InhumanlyFast { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Sent sooner than this after the form was opened: few people can.</summary>
    public TimeSpan Hasty { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How old a form's token may be.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>So many links in one enquiry are many.</summary>
    public int ManyLinks { get; init; } = 3;

    /// <summary>From how many characters the same text in two fields is odd.</summary>
    public int SameTextFrom { get; init; } = 20;

    /// <summary>From how many characters a message should have a word about the person, the skin or the treatment.</summary>
    public int OffTopicFrom { get; init; } = 15;

    /// <summary>So many words of trade and money stand in anybody's message.</summary>
    public int CommerceWordsAllowed { get; init; } = 1;

    /// <summary>So many when the message is about the person, the skin or the treatment.</summary>
    public int CommerceWordsAllowedOnTopic { get; init; } = 3;

    /// <summary>The clinic's own telling phrases, written as in <c>Phrases/*.txt</c>: "~" before a weak one, "*" after a beginning.</summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>Phrases of the list that this clinic's patients use, without "~" and "*".</summary>
    public IReadOnlyList<string> IgnoredPhrases { get; init; } = [];

    /// <summary>After so many enquiries from one address within <see cref="SoftWindow"/> the next are set aside.</summary>
    public int SoftLimit { get; init; } = 5;

    public TimeSpan SoftWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After so many posts from one address within <see cref="HardWindow"/> the next are refused.</summary>
    public int HardLimit { get; init; } = 30;

    public TimeSpan HardWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After so many enquiries from everybody within <see cref="SiteWindow"/> the next are set aside.</summary>
    public int SiteLimit { get; init; } = 100;

    public TimeSpan SiteWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many enquiries are stored within 24 hours; what comes on top is refused, so that a flood cannot fill the disk.</summary>
    public int DailyRows { get; init; } = 5000;

    /// <summary>Of how many addresses counts are kept in memory, the most recent ones.</summary>
    public int TrackedAddresses { get; init; } = 20_000;
}
