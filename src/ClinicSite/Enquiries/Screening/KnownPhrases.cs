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

    private readonly List<(string Group, Phrase[] Phrases)> _groups;
    private readonly Phrase[] _treatment = Read(Folder + "treatment-words" + Extension);
    private readonly Phrase[] _commerce = Read(Folder + "commerce-words" + Extension);
    private readonly Phrase[] _trade = Read(Folder + "trade-words" + Extension);

    public KnownPhrases(IOptions<ScreeningOptions> options)
    {
        var ignored = options.Value.IgnoredPhrases.Select(phrase => FoldedText.Of(phrase).Trim()).ToHashSet(StringComparer.Ordinal);
        _groups = [.. Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(Groups, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[Groups.Length..^Extension.Length], Array.FindAll(Read(name), phrase => !ignored.Contains(phrase.Text.Trim()))))];
        _groups.Add(("own", [.. options.Value.Phrases.Select(Phrase.Parse)]));
    }

    /// <summary>
    /// The groups found, each with how many telling and how many weak phrases. A name is searched for telling ones only:
    /// Loan, Banks and Price are people.
    /// </summary>
    public IEnumerable<(string Group, int Telling, int Weak)> In(string foldedText, string foldedName) => _groups
        .Select(group => (group.Group, Found: Array.FindAll(group.Phrases, phrase => phrase.IsIn(foldedText) || (!phrase.IsWeak && phrase.IsIn(foldedName)))))
        .Where(group => group.Found.Length > 0)
        .Select(group => (group.Group, group.Found.Count(phrase => !phrase.IsWeak), group.Found.Count(phrase => phrase.IsWeak)));

    public bool SpeaksOfTreatment(string folded) => Array.Exists(_treatment, phrase => phrase.IsIn(folded));

    /// <summary>How many different words of trade and money.</summary>
    public int CommerceIn(string folded) => _commerce.Count(phrase => phrase.IsIn(folded));

    public bool NamesAFirm(string foldedName) => Array.Exists(_trade, phrase => phrase.IsIn(foldedName));

    private static Phrase[] Read(string resource)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n')
            .Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(Phrase.Parse)];
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
