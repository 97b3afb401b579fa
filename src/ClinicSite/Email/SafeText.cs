using System.Globalization;
using System.Text;

namespace ClinicSite.Email;

/// <summary>
/// Text of any origin, made fit for a mail: well-formed Unicode without control characters (a line break cannot become
/// a header, nothing rings or erases) and without characters that turn the direction of reading (a stranger's name
/// cannot make a number beside it read backwards).
/// </summary>
internal static class SafeText
{
    /// <summary>One line: every break is a space.</summary>
    public static string Line(string? text) => Clean(text, " ").Trim();

    /// <summary>Several lines, divided by <c>\n</c>; tabs are spaces.</summary>
    public static string Lines(string? text) => Clean(text, "\n").Trim('\n', ' ');

    private static string Clean(string? text, string lineBreak)
    {
        var clean = new StringBuilder(text?.Length ?? 0);
        // A lone surrogate is enumerated as U+FFFD. All of Unicode's line ends count, a vertical tab too.
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n' or '\v':
                    clean.Append(lineBreak);
                    break;
                case '\t':
                    clean.Append(' ');
                    break;
                default:
                    if (!IsUnwanted(rune))
                    {
                        clean.Append(rune.ToString());
                    }

                    break;
            }
        }

        return clean.ToString();
    }

    private static bool IsUnwanted(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control
        || rune.Value is 0x061C or 0x200E or 0x200F
            or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x206F)
            // A byte order mark inside a text, and the marks of interlinear annotation.
            or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB);
}
