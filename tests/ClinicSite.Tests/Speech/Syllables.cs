namespace ClinicSite.Tests.Speech;

/// <summary>
/// Counts the syllables of an English word: groups of vowels, less the letters that are not said, and a list of words that
/// are spelt otherwise. A number counts as it is read aloud, near enough: one syllable a digit, two for "per cent".
/// </summary>
public static class Syllables
{
    private const string Vowels = "aeiouy";

    private static readonly string[] NotSaid = ["’s", "’re", "’ll", "’ve", "’d", "’"];

    /// <summary>Two vowels that are said apart where a group of vowels would be counted once.</summary>
    private static readonly string[] SaidApart = ["iate", "iating", "iation", "ience", "ient", "iety", "iolo", "iopsy", "iable", "ious", "ium", "rior", "rier", "lier", "sier", "vier", "ual", "uing", "eing", "yer", "ying", "eact", "eous", "riod", "dio", "oid", "eria", "area", "idea", "oin", "uid", "uate", "uation"];

    /// <summary>The same letters in words where they are one sound.</summary>
    private static readonly string[] SaidTogether = ["tient", "cient", "tious", "cious", "quate", "geous", "sation", "point", "groin", "coin", "join"];

    private static readonly Dictionary<string, int> Unlike = Read(
        (1, "eye eyes please once ones does real hour hours bruise tongue piece us er yag pie mole used league voiced heat treat seat clear"),
        (2, "acne people every being seeing doing going trial trials quiet science something sometimes someone somewhere someday lifetime homepage careful careless useful safely rarely likely largely likely safety hopeful make-up client clients fluid colour doesn’t isn’t didn’t hasn’t wasn’t couldn’t wouldn’t shouldn’t haven’t business bruises faces really value dermis naked hundred moving keloid keloids platelet platelets unlike virus gp rf england wednesday create poem ruin unique technique diet lion worried drier naming timing biting moles cartridge sleeveless noticed tired wired aged"),
        (3, "scientist scientists area areas idea ideas everyday everyone everything different several whatever whenever wherever theatre carefully severely reaction reactions created radio video continue recipe allergy biopsy hiv prp nhs tca co2 fda spf pih doi milia retinoid retinoids quieter viruses measures syringes"),
        (4, "usually gradually actually unusual biopsies diabetes society variety anxiety january mm rosacea experience hypertrophic"),
        (5, "microneedling microneedle scleroderma psoriasis chemotherapy immediately"),
        (6, "isotretinoin radiotherapy"),
        (7, "radiofrequency"));

    public static int In(string word)
    {
        var plain = word.ToLowerInvariant().Replace('\'', '’');
        if (Unlike.TryGetValue(plain, out var known))
        {
            return known;
        }

        if (plain.Any(char.IsDigit))
        {
            return plain.Count(letter => char.IsDigit(letter) || letter == '.') + (plain.EndsWith('%') ? 2 : 0);
        }

        if (plain.Contains('-', StringComparison.Ordinal))
        {
            return plain.Split('-', StringSplitOptions.RemoveEmptyEntries).Sum(In);
        }

        return Array.Find(NotSaid, ending => plain.EndsWith(ending, StringComparison.Ordinal)) is { } ending
            ? In(plain[..^ending.Length])
            : Math.Max(1, Spelt(plain));
    }

    private static int Spelt(string word)
    {
        var count = 0;
        for (var at = 0; at < word.Length; at++)
        {
            if (IsVowel(word, at) && !IsVowel(word, at - 1))
            {
                count++;
            }
        }

        if (Array.Exists(SaidApart, letters => word.Contains(letters, StringComparison.Ordinal)) && !Array.Exists(SaidTogether, letters => word.Contains(letters, StringComparison.Ordinal)))
        {
            count++;
        }

        return count - SilentAtTheEnd(word) - SilentInside(word);
    }

    /// <summary>The e of "make", "makes" and "healed"; not of "little", "changes" or "treated".</summary>
    private static int SilentAtTheEnd(string word)
    {
        if (word.EndsWith("es", StringComparison.Ordinal) && word.Length > 3 && !IsVowel(word, word.Length - 3))
        {
            var before = word[..^2];
            var hissing = before[^1] is 's' or 'x' or 'z' or 'c' or 'g' || before.EndsWith("ch", StringComparison.Ordinal) || before.EndsWith("sh", StringComparison.Ordinal);
            var syllabic = before[^1] == 'l' && !IsVowel(word, word.Length - 4);
            return hissing || syllabic ? 0 : 1;
        }

        if (word.EndsWith("ed", StringComparison.Ordinal) && word.Length > 3 && !IsVowel(word, word.Length - 3))
        {
            var syllabic = word[^3] == 'l' && !IsVowel(word, word.Length - 4) && word[^4] is not ('l' or 'r' or 'w');
            return word[^3] is 't' or 'd' || syllabic ? 0 : 1;
        }

        if (word.EndsWith('e') && word.Length > 2 && !IsVowel(word, word.Length - 2))
        {
            return word[^2] == 'l' && !IsVowel(word, word.Length - 3) ? 0 : 1;
        }

        return 0;
    }

    /// <summary>The e before a suffix: "closely", "movement", "hopeful", "painless" has none.</summary>
    private static int SilentInside(string word)
    {
        foreach (var suffix in new[] { "ly", "ment", "ments", "ful", "less", "ness" })
        {
            var at = word.Length - suffix.Length - 1;
            if (at > 2 && word.EndsWith(suffix, StringComparison.Ordinal) && word[at] == 'e' && !IsVowel(word, at - 1) && IsVowel(word, at - 2))
            {
                return 1;
            }
        }

        return 0;
    }

    private static bool IsVowel(string word, int at) => at >= 0 && at < word.Length && Vowels.Contains(word[at], StringComparison.Ordinal) && !(word[at] == 'y' && at == 0);

    private static Dictionary<string, int> Read(params (int Count, string Words)[] lists) =>
        lists.SelectMany(list => list.Words.Split(' ').Select(word => (word, list.Count))).DistinctBy(entry => entry.word)
            .ToDictionary(entry => entry.word, entry => entry.Count, StringComparer.Ordinal);
}
