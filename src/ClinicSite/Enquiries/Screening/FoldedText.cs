using System.Globalization;
using System.Text;

namespace ClinicSite.Enquiries.Screening;

/// <summary>
/// Text as it is compared: small letters without accents, words between single spaces, a space at both ends. Full-width
/// and decorated letters become plain ones, so that they hide nothing.
/// </summary>
public static class FoldedText
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return " ";
        }

        // Folded twice: a decorated capital becomes a plain capital first.
        var plain = text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().Normalize(NormalizationForm.FormKD);
        var folded = new StringBuilder(plain.Length + 2).Append(' ');
        foreach (var rune in plain.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            {
                continue;
            }

            if (Rune.IsLetterOrDigit(rune) || category == UnicodeCategory.SpacingCombiningMark)
            {
                folded.Append(rune);
            }
            else if (folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return (folded[^1] == ' ' ? folded : folded.Append(' ')).ToString();
    }

    /// <summary>True for scripts that put no spaces between words: Chinese, Japanese, Thai; Korean, whose words carry endings.</summary>
    public static bool IsUnspaced(string folded) =>
        folded.Any(character => character is (>= '\u1100' and <= '\u11FF') or (>= '\u2E80' and <= '\uD7FF') or (>= '\u0E00' and <= '\u0E7F'));
}
