using System.Buffers;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Screening;

/// <summary>
/// The phrases that offers, frauds and advertisements use, in the languages in which they come.
/// </summary>
/// <remarks>
/// Each file of <c>Phrases/</c> is a group, and a group counts as one signal called <c>phrases:group</c>. Phrases stand between
/// commas; "~" before one says that people use it too, "*" after one that the last word may go on. Capitals, accents and
/// punctuation make no difference. The words people use about themselves are in <c>treatment-words.txt</c>, those of trade
/// and money in <c>commerce-words.txt</c>, those that stand in a firm's name in <c>trade-words.txt</c>. Looking is plain search without regular expressions: the time it
/// takes grows with the text's length and no text can make it grow faster.
/// </remarks>
public sealed class KnownPhrases
{
    private const string Folder = "ClinicSite.Enquiries.Screening.", Groups = Folder + "Phrases.", Extension = ".txt";

    private static readonly Assembly Home = typeof(KnownPhrases).Assembly;

    private readonly List<(string Group, PhraseList Phrases)> _groups;
    private readonly PhraseList _treatment = new(Read(Folder + "treatment-words" + Extension));
    private readonly PhraseList _commerce = new(Read(Folder + "commerce-words" + Extension));
    private readonly PhraseList _trade = new(Read(Folder + "trade-words" + Extension));

    public KnownPhrases(IOptions<ScreeningOptions> options)
    {
        var ignored = options.Value.IgnoredPhrases.Select(phrase => FoldedText.Of(phrase).Trim()).ToHashSet(StringComparer.Ordinal);
        _groups = [.. Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(Groups, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[Groups.Length..^Extension.Length], new PhraseList(Array.FindAll(Read(name), phrase => !ignored.Contains(phrase.Text.Trim())))))];
        _groups.Add(("own", new PhraseList([.. options.Value.Phrases.Select(Phrase.Parse)])));
    }

    /// <summary>
    /// The groups found, each with how many telling and how many weak phrases. A name is searched for telling ones only:
    /// Loan, Banks and Price are people.
    /// </summary>
    public IEnumerable<(string Group, int Telling, int Weak)> In(string foldedText, string foldedName) => _groups
        .Select(group => (group.Group, Found: group.Phrases.In(foldedText).Union(group.Phrases.In(foldedName).Where(phrase => !phrase.IsWeak)).ToList()))
        .Where(group => group.Found.Count > 0)
        .Select(group => (group.Group, group.Found.Count(phrase => !phrase.IsWeak), group.Found.Count(phrase => phrase.IsWeak)));

    public bool SpeaksOfTreatment(string folded) => _treatment.HasAnyIn(folded);

    /// <summary>How many different words of trade and money.</summary>
    public int CommerceIn(string folded) => _commerce.In(folded).Count();

    public bool NamesAFirm(string foldedName) => _trade.HasAnyIn(foldedName);

    private static Phrase[] Read(string resource)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n')
            .Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(Phrase.Parse)];
    }

    /// <summary>Most texts hold none of a list: one pass over the text for all of them says so.</summary>
    private sealed class PhraseList(Phrase[] phrases)
    {
        private readonly SearchValues<string> _any = SearchValues.Create([.. phrases.Select(phrase => phrase.Text)], StringComparison.Ordinal);

        public bool HasAnyIn(string folded) => folded.AsSpan().ContainsAny(_any);

        public IEnumerable<Phrase> In(string folded) => HasAnyIn(folded) ? phrases.Where(phrase => phrase.IsIn(folded)) : [];
    }

    private sealed record Phrase(string Text, bool IsWeak)
    {
        public static Phrase Parse(string written)
        {
            var bare = FoldedText.Of(written).Trim();
            var text = FoldedText.IsUnspaced(bare) ? bare : written.EndsWith('*') ? $" {bare}" : $" {bare} ";
            return new Phrase(text, written.StartsWith('~'));
        }

        public bool IsIn(string folded) => folded.Contains(Text, StringComparison.Ordinal);
    }
}
