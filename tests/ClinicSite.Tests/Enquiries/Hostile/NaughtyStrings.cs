using System.Globalization;
using System.Text.RegularExpressions;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>The texts of <c>naughty-strings.txt</c>: each has broken some program somewhere.</summary>
internal static partial class NaughtyStrings
{
    public static readonly IReadOnlyList<string> All =
    [
        .. File.ReadLines(Path.Combine(ProgramRun.ProjectFolder(), "..", "..", "tests", "ClinicSite.Tests", "Enquiries", "Hostile", "naughty-strings.txt"))
            .Where(line => line.StartsWith('|'))
            .Select(line => Escape().Replace(line[1..^1], escape => escape.Length == 2
                ? "\\"
                : ((char)int.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())),
    ];

    /// <summary>So that a failure names the text without doing what it does.</summary>
    public static string Shown(string text) => string.Concat(text.Take(1000).Select(letter =>
        letter is >= ' ' and <= '~' ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));

    [GeneratedRegex(@"\\u[0-9a-f]{4}|\\\\", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}
