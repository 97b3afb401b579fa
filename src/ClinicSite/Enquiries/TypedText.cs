using System.Globalization;
using System.Text;

namespace ClinicSite.Enquiries;

/// <summary>
/// The one normalisation of everything typed: lone surrogates and U+FFFE replaced, line ends as LF, control characters
/// dropped, NFC, trimmed. It never shortens: what is too long is told, not cut.
/// </summary>
public static class TypedText
{
    /// <summary>U+FFFE, at which normalisation throws as it does at half a surrogate pair.</summary>
    private const int NoCharacter = 0xFFFE;

    /// <summary>Text that stands on one line: line breaks and tabs become spaces.</summary>
    public static string Line(string? typed) => string.Join(' ', Lines(typed).Split(['\n', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>An email address: on one line, without the invisible characters that come along when it is pasted.</summary>
    public static string Address(string? typed) =>
        Line(string.Concat((typed ?? "").Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.Format)));

    /// <summary>Text of several lines: tabs and line breaks stay.</summary>
    public static string Lines(string? typed)
    {
        if (string.IsNullOrEmpty(typed))
        {
            return "";
        }

        // Composed last: what a dropped character kept apart may now belong together.
        var lines = WellFormed(typed).ReplaceLineEndings("\n");
        return string.Concat(lines.Where(character => character is '\n' or '\t' || !char.IsControl(character)))
            .Normalize(NormalizationForm.FormC).Trim();
    }

    private static string WellFormed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune.Value == NoCharacter ? Rune.ReplacementChar : rune);
        }

        return whole.ToString();
    }
}
