using System.Text;
using System.Text.RegularExpressions;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>
/// What may be done to a typed text, written a second time and otherwise than in the program, so that neither can be wrong
/// alone. Stored: halves of a pair become U+FFFD, every kind of line end one line feed, control characters go, then NFC and
/// no white space around. Mailed: the same, and what turns the direction of reading or cannot be seen as a mark goes too.
/// </summary>
internal static partial class Promised
{
    public static string StoredLines(string typed) =>
        Controls().Replace(LineEnds().Replace(WellFormed(typed), "\n"), "").Normalize(NormalizationForm.FormC).Trim();

    public static string StoredLine(string typed) =>
        string.Join(' ', Breaks().Split(StoredLines(typed)).Select(part => part.Trim()).Where(part => part.Length > 0));

    public static string StoredAddress(string typed) => StoredLine(Invisible().Replace(typed, ""));

    public static string MailedLines(string stored) => Mailed(stored, "\n").Trim('\n', ' ');

    public static string MailedLine(string stored) => Mailed(stored, " ").Trim();

    /// <summary>U+FFFE is no character; the Unicode library throws at it.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\ufffe', '\ufffd');

    private static string Mailed(string text, string lineEnd) => Turning().Replace(
        Controls().Replace(
            LineEnds().Replace(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\v', '\n'), lineEnd).Replace('\t', ' '), ""),
        "");

    [GeneratedRegex(@"\r\n|[\n\r\f\u0085\u2028\u2029]", RegexOptions.None, 1000)]
    private static partial Regex LineEnds();

    [GeneratedRegex(@"[\0-\x08\x0b-\x1f\x7f-\x9f]", RegexOptions.None, 1000)]
    private static partial Regex Controls();

    [GeneratedRegex(@"\p{Cf}", RegexOptions.None, 1000)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"[\n\t]", RegexOptions.None, 1000)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]", RegexOptions.None, 1000)]
    private static partial Regex Turning();
}
