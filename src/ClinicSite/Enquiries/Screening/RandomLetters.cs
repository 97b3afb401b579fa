using System.Text.RegularExpressions;

namespace ClinicSite.Enquiries.Screening;

/// <summary>Letters that no language makes: fjHkLqWzPn, xkjqwz pltrv, asdasdasd. Only plain Latin words are judged.</summary>
public static partial class RandomLetters
{
    private const int ShortestWord = 5, CapitalsInside = 3;

    public static bool In(string text)
    {
        var doubts = 0;
        foreach (var word in Word().Matches(Address().Replace(text, " ")).Select(match => match.Value))
        {
            if (HasCapitalsInside(word))
            {
                return true;
            }

            doubts += Doubts(word);
        }

        return doubts >= 2;
    }

    private static bool HasCapitalsInside(string word) =>
        word.Zip(word.Skip(1)).Count(pair => char.IsAsciiLetterLower(pair.First) && char.IsAsciiLetterUpper(pair.Second)) >= CapitalsInside;

    /// <summary>An abbreviation in capitals is none; the same few letters again and again are two.</summary>
    private static int Doubts(string word)
    {
        if (word.Length < ShortestWord)
        {
            return KeysInARow().IsMatch(word) ? 1 : 0;
        }

        return (word.Any(char.IsAsciiLetterLower) && !Vowel().IsMatch(word) ? 1 : 0)
            + (SameAgain().IsMatch(word) ? 2 : 0)
            + (KeysInARow().IsMatch(word) ? 1 : 0);
    }

    [GeneratedRegex("[A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?:https?://|www\.)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("[aeiouy]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Vowel();

    [GeneratedRegex(@"^(?<part>.{3,4})\k<part>+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SameAgain();

    [GeneratedRegex(@"qwert|asdfg|zxcvb|hjkl|yhnujm|rfvtgb|^asdf$|^qwe$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex KeysInARow();
}
