using System.Text.RegularExpressions;

namespace ClinicSite.Tests.Speech;

/// <summary>How hard a page is to read, by the formula of Flesch and Kincaid: school years from words a sentence and syllables a word.</summary>
/// <remarks>
/// Only prose is counted: paragraphs, list items and captions. Headings, labels, table cells and fact strips are fragments,
/// which would flatter the sentence length; so would a sentence of fewer than four words, which is left out too.
/// </remarks>
public sealed partial record ReadingGrade(int Sentences, int Words, int Syllables)
{
    private const int ShortestSentence = 4;

    public double SentenceLength => (double)Words / Sentences;

    public double Grade => (0.39 * SentenceLength) + (11.8 * Syllables / Words) - 15.59;

    public static ReadingGrade Of(IEnumerable<Passage> passages)
    {
        var sentences = passages.Where(passage => passage.IsProse)
            .SelectMany(passage => passage.Sentences)
            .Select(sentence => Word().Matches(sentence).Select(match => match.Value).ToList())
            .Where(words => words.Count >= ShortestSentence)
            .ToList();
        return new ReadingGrade(
            sentences.Count,
            sentences.Sum(words => words.Count),
            sentences.Sum(words => words.Sum(Speech.Syllables.In)));
    }

    [GeneratedRegex(@"[A-Za-z0-9À-ÿ][A-Za-z0-9À-ÿ’'.:-]*[A-Za-z0-9À-ÿ%]|[A-Za-z0-9]%?", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
