using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Joins the stylesheets in the order in which they are listed into one file, takes out comments and needless blanks, and
/// says "margin-top" for "margin-block-start". What stands in quotes stays as it is.
/// </summary>
public sealed class MinifyStylesheet : Task
{
    [Required]
    public ITaskItem[] Sources { get; set; }

    [Required]
    public string Into { get; set; }

    public override bool Execute()
    {
        File.WriteAllText(Into, Minify(string.Join("\n", Sources.Select(source => File.ReadAllText(source.ItemSpec)))) + "\n");
        return true;
    }

    private static string Minify(string css)
    {
        // Quotes and comments at once: a quote may stand in a comment as well.
        css = Regex.Replace(css, @"(""[^""]*"")|/\*[\s\S]*?\*/", "$1");
        css = OutsideQuotes(css, @"\s+", " ");
        css = OutsideQuotes(css, " ?([{};,>~]) ?", "$1");
        css = OutsideQuotes(css, @"(?<=@\w+) (?=\()", "");
        css = OutsideQuotes(css, "(?<=:) | (?=!)|;(?=})", "");
        css = OutsideQuotes(css, @"(?<![\w.])0(?=\.\d)", "");
        // The site is written from left to right, where these are the same; Brotli has the physical names in its dictionary.
        css = OutsideQuotes(css, "(?<=margin|padding|border)-block-start", "-top");
        css = OutsideQuotes(css, "(?<=margin|padding|border)-block-end", "-bottom");
        css = OutsideQuotes(css, "(?<=margin|padding|border)-inline-start", "-left");
        css = OutsideQuotes(css, "(?<=margin|padding|border)-inline-end", "-right");
        return css.Trim();
    }

    private static string OutsideQuotes(string css, string pattern, string replacement) =>
        string.Concat(Regex.Split(css, "(\"[^\"]*\")").Select(part => part.StartsWith("\"") ? part : Regex.Replace(part, pattern, replacement)));
}
