using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace ClinicSite.Tests.Speech;

/// <summary>
/// Redness is never told as if every skin were light. Whoever says "redness" or "red" of skin says in the same block how it
/// looks on brown or black skin; a table or chart may say it once, in the section that it stands in.
/// </summary>
public sealed partial class RednessTests(SpokenPages site) : IClassFixture<SpokenPages>
{
    [Fact]
    public void Say_Redness_SaysHowItLooksOnBrownOrBlackSkin()
    {
        var oneSided =
            from spoken in site.All
            from passage in spoken.Passages
            where Redness().IsMatch(passage.Text) && !IsExplained(passage, spoken)
            select $"{spoken.Path}: {passage.Text}";

        Faults.None(oneSided);
    }

    private static bool IsExplained(Passage passage, SpokenPage spoken) =>
        SaysTone(passage.Text)
        || (passage.Element.Closest("table,figure,dl,ul,ol") is { } list && list.Closest("section") is { } section && Explains(section, spoken));

    /// <summary>One block of the section speaks of redness and of brown or black skin together.</summary>
    private static bool Explains(IElement section, SpokenPage spoken) =>
        spoken.Passages.Any(other => section.Contains(other.Element) && Redness().IsMatch(other.Text) && SaysTone(other.Text));

    private static bool SaysTone(string text) => Tone().IsMatch(text);

    [GeneratedRegex(@"\b(redness|red|reddish|flush(ed)?|pink)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Redness();

    [GeneratedRegex(@"\b(purple|darker brown|hard to see)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tone();
}
