using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace ClinicSite.Tests.Speech;

/// <summary>Risks have the weight of benefits, and RF microneedling is never mixed in without its warning.</summary>
public sealed partial class BalanceTests(SpokenPages site) : IClassFixture<SpokenPages>
{
    /// <summary>What a phone shows of running text at once.</summary>
    private const int WordsOnAScreen = 130;

    /// <summary>The section that says what a treatment may do.</summary>
    private static readonly Dictionary<string, (string Benefits, string Risks)> Treatments = new(StringComparer.Ordinal)
    {
        ["/treatments/microneedling"] = ("can-and-cannot", "risks"),
        ["/treatments/acne-scars"] = ("which-treatment", "risks"),
        ["/treatments/compare"] = ("help-and-harm", "help-and-harm"),
    };

    [Fact]
    public void Weigh_EveryTreatmentPage_IsListedHere() =>
        Faults.None(site.All.Select(spoken => spoken.Path).Where(path => path.StartsWith("/treatments/", StringComparison.Ordinal)).Except(Treatments.Keys, StringComparer.Ordinal));

    [Fact]
    public void Tell_TheRisks_NoLaterThanTheSecondScreenOfTheBenefits()
    {
        // Where both stand in one table there is no way between them to measure.
        foreach (var (path, (benefits, risks)) in Treatments.Where(page => page.Value.Benefits != page.Value.Risks))
        {
            var spoken = site.At(path);
            var (from, until) = (WordsBefore(spoken, Section(spoken, benefits)), WordsBefore(spoken, Section(spoken, risks)));
            var inBenefits = WordsIn(spoken, Section(spoken, benefits));

            Assert.True(
                until - from - inBenefits <= 2 * WordsOnAScreen,
                $"{path}: the risks stand {until - from - inBenefits} words after the benefits, which is more than two screens.");
        }
    }

    [Fact]
    public void Tell_TheMainRisk_OnTheFirstTwoScreens()
    {
        foreach (var path in Treatments.Keys)
        {
            var spoken = site.At(path);
            var start = new List<Passage>();
            foreach (var passage in spoken.Passages.TakeWhile(_ => start.Sum(earlier => Count(earlier.Text)) < 2 * WordsOnAScreen))
            {
                start.Add(passage);
            }

            Assert.True(start.Exists(passage => passage.Text.Contains("dark marks", StringComparison.OrdinalIgnoreCase)), $"{path} does not name the main risk early.");
        }
    }

    [Fact]
    public void List_TheRisks_InThreeBandsOfOneSize()
    {
        foreach (var path in new[] { "/treatments/microneedling", "/treatments/acne-scars" })
        {
            var risks = Section(site.At(path), "risks");

            Assert.True(risks.ClassList.Contains("risks"), $"{path}: the risks are not in the risk box.");
            Assert.Empty(risks.QuerySelectorAll("small, .small, details"));
            Assert.True(risks.QuerySelectorAll(".columns > div > ul > li").Length >= 8, $"{path}: too few risks are listed.");
        }
    }

    [Fact]
    public void Tell_RfMicroneedling_InASectionOfItsOwnWithTheWarning()
    {
        foreach (var path in new[] { "/treatments/microneedling", "/treatments/compare" })
        {
            var rf = Section(site.At(path), "rf");

            Assert.Matches("different treatment", rf.TextContent);
            var warning = rf.QuerySelector(".notice")?.TextContent ?? "";
            Assert.All(new[] { "burns", "fat loss", "nerve damage" }, harm => Assert.Contains(harm, warning, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Name_RfMicroneedlingInAList_ComesWithItsWarning()
    {
        var unwarned =
            from spoken in site.All
            from passage in spoken.Passages
            where Rf().IsMatch(passage.Text) && passage.Element.Matches("li, dd, dt, td, th")
            let entry = OwnGroup(passage.Element) ?? passage.Element.Closest("tr") ?? passage.Element.Closest("article") ?? passage.Element.Closest("dl.rows > div, li")!
            let section = passage.Element.Closest("section")
            where !Warning().IsMatch(entry.TextContent) && section?.GetAttribute("aria-labelledby") != "rf"
            select $"{spoken.Path}: {passage.Text}";

        Faults.None(unwarned);
    }

    /// <summary>In a table RF stands in a group of rows of its own, headed by the warning.</summary>
    private static IElement? OwnGroup(IElement cell) =>
        cell.Closest("tbody") is { } group && group.QuerySelector("tr:first-child a[href='#rf']") is not null ? group : null;

    private static IElement Section(SpokenPage spoken, string id) =>
        spoken.Main.QuerySelector($"section[aria-labelledby={id}]") ?? throw new InvalidOperationException($"{spoken.Path} has no section \"{id}\".");

    private static int WordsBefore(SpokenPage spoken, IElement section) =>
        spoken.Passages.TakeWhile(passage => !section.Contains(passage.Element)).Sum(passage => Count(passage.Text));

    private static int WordsIn(SpokenPage spoken, IElement section) =>
        spoken.Passages.Where(passage => section.Contains(passage.Element)).Sum(passage => Count(passage.Text));

    private static int Count(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex(@"\bRF\b|radiofrequency", RegexOptions.None, 1000)]
    private static partial Regex Rf();

    [GeneratedRegex("warn(s|ed|ing)?|burns?|dents|different treatment", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Warning();
}
