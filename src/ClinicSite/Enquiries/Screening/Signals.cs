namespace ClinicSite.Enquiries.Screening;

/// <summary>One thing that programs do and people seldom.</summary>
/// <param name="Name">As it stands in an enquiry's reasons and in <c>Enquiries:Screening:Points</c>.</param>
/// <param name="Points">Unless the settings say otherwise; together they make the score.</param>
/// <param name="Words">What staff read, who decide by it. True whatever the thresholds are set to.</param>
public sealed record Signal(string Name, int Points, string Words, Func<Posted, ScreeningOptions, KnownPhrases, bool> Shows);

/// <summary>
/// Every signal, the strongest of its kind first. None of those about the text is enough alone, so that nobody is set
/// aside for one word: a croupier may say casino and an optimiser of search engines may have scars.
/// </summary>
public static class Signals
{
    public const string Phrase = "phrase", WeakPhrase = "weak-phrase", PhraseCeiling = "phrase-ceiling", SeveralTopics = "several-topics",
        CommerceWord = "commerce-word", CommerceCeiling = "commerce-ceiling",
        SoftRate = "soft-rate", SiteRate = "site-rate", OwnPhrases = PhrasesOf + "own";

    /// <summary>Before the name of a group of phrases.</summary>
    public const string PhrasesOf = "phrases:";

    public static readonly IReadOnlyList<Signal> OfPost =
    [
        // How it came.
        new("honeypot", 60, "a field that people cannot see was filled in", (post, _, _) => post.HasHoneypot),
        // A clock that was set back meanwhile makes it less than nothing.
        new("inhumanly-fast", 60, "sent almost as soon as the page was opened", (post, options, _) => post.Age >= TimeSpan.Zero && post.Age < options.InhumanlyFast),
        new("hasty", 40, "sent very soon after the page was opened", (post, options, _) => post.Age >= options.InhumanlyFast && post.Age < options.Hasty),
        new("no-token", 20, "sent without opening our form first", (post, _, _) => post.Age is null),
        new("stale-token", 20, "sent long after the page was opened", (post, options, _) => post.Age > options.TokenLifetime),
        new("no-browser-headers", 20, "not sent as browsers send", (post, _, _) => !post.HasBrowserHeaders),

        // What it says.
        new("markup", 40, "written with the marks of a web page", (post, _, _) => post.HasMarkup),
        new("many-links", 40, "many links", (post, options, _) => post.Links >= options.ManyLinks),
        new("link", 10, "a link", (post, options, _) => post.Links > 0 && post.Links < options.ManyLinks),
        new("link-to-file", 40, "a link to a file", (post, _, _) => post.HasLinkToFile),
        new("link-for-name", 40, "a link where a name or a time belongs", (post, _, _) => post.HasLinkInOneLine),
        new("random-name", 40, "a name like letters at random", (post, _, _) => RandomLetters.In(post.Name)),
        new("random-text", 40, "a text like letters at random", (post, _, _) => RandomLetters.In(post.Message) || RandomLetters.In(post.BestTime)),
        new("name-as-message", 40, "a message that only repeats the name", (post, _, _) => LettersIn(post.FoldedMessage) >= ShortestEcho && post.FoldedMessage == post.FoldedName),
        new("same-text-twice", 20, "the same text in two fields", (post, options, _) => LettersIn(post.FoldedMessage) >= options.SameTextFrom && post.FoldedMessage == post.FoldedBestTime),
        new("trade-name", 20, "a firm's name", (post, _, phrases) => phrases.NamesAFirm(post.FoldedName)),
        new("speaks-of-you", 10, "speaks more of the reader than of the writer", (post, _, phrases) => SpeaksOfYou(post.FoldedText) && !phrases.SpeaksOfTreatment(post.FoldedMessage)),
        new("off-topic", 20, "no known word about skin or treatment", (post, options, phrases) => IsLong(post.FoldedMessage, options) && !phrases.SpeaksOfTreatment(post.FoldedMessage)),
    ];

    /// <summary>Points by name, also of what is no rule about a single post.</summary>
    public static readonly IReadOnlyDictionary<string, int> Defaults = OfPost.ToDictionary(signal => signal.Name, signal => signal.Points, StringComparer.Ordinal)
        .Concat(new Dictionary<string, int>(StringComparer.Ordinal)
        {
            // A group of phrases counts what is found in it, up to its ceiling.
            [Phrase] = 40,
            [WeakPhrase] = 15,
            [PhraseCeiling] = 40,
            // Each word of trade or money beyond the few that anybody may use.
            [CommerceWord] = 15,
            [CommerceCeiling] = 40,
            // An offer speaks of several of these things at once.
            [SeveralTopics] = 15,
            // One address, or all together, have sent more than people do.
            [SoftRate] = 60,
            [SiteRate] = 60,
        })
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>The words of every signal that can be a reason; a group of phrases says its own.</summary>
    private static readonly Dictionary<string, string> Words = OfPost.ToDictionary(signal => signal.Name, signal => signal.Words, StringComparer.Ordinal)
        .Concat(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [OwnPhrases] = "phrases from the clinic's own list",
            [CommerceWord] = "words of trade or money",
            [SeveralTopics] = "several kinds of offers at once",
            [SoftRate] = "many enquiries from one internet address in a short time",
            [SiteRate] = "many enquiries from everywhere in a short time",
        })
        .ToDictionary(StringComparer.Ordinal);

    private const int ShortestEcho = 10;

    private static readonly string[] You = ["you", "your", "yours", "youre"], Me = ["i", "my", "me", "mine", "myself", "im", "ive"];

    /// <param name="reasons">Of a <see cref="SpamScore"/>.</param>
    public static string InWords(string reasons)
    {
        var found = reasons.Split(' ').ToLookup(reason => reason.StartsWith(PhrasesOf, StringComparison.Ordinal) && !Words.ContainsKey(reason));
        var topics = string.Join(", ", found[true].Select(group => group[PhrasesOf.Length..].Replace('-', ' ')));
        // One without words was stored by another version of the program.
        var said = found[false].Select(reason => Words.GetValueOrDefault(reason, reason));
        return string.Join("; ", topics.Length == 0 ? said : said.Append($"phrases known from unwanted mail ({topics})"));
    }

    // More about the reader than about the writer.
    private static bool SpeaksOfYou(string folded)
    {
        var words = folded.Split(' ');
        var you = words.Count(word => You.Contains(word, StringComparer.Ordinal));
        return you > 1 && you > words.Count(word => Me.Contains(word, StringComparer.Ordinal));
    }

    // Without the blanks at its ends.
    private static int LettersIn(string folded) => folded.Trim().Length;

    // A sign of a script without spaces says as much as half a word.
    private static bool IsLong(string folded, ScreeningOptions options) =>
        LettersIn(folded) * (FoldedText.IsUnspaced(folded) ? 2 : 1) >= options.OffTopicFrom;
}
