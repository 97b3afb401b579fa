using System.Text.RegularExpressions;
using AngleSharp.Dom;
using ClinicSite.Clinic;
using ClinicSite.Evidence;
using ClinicSite.Tests.Door;
using ClinicSite.Treatments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClinicSite.Tests.Speech;

/// <summary>A number on a treatment page can be traced, and a number read only in a copy is no headline in favour.</summary>
public sealed partial class NumbersTests(SpokenPages site) : IClassFixture<SpokenPages>
{
    private static readonly string[] TreatmentPages = ["/treatments", "/treatments/microneedling", "/treatments/acne-scars", "/treatments/compare"];

    /// <summary>The clinic's own facts: its prices, its hours. They come from settings.</summary>
    private const string Clinics = "section[aria-labelledby=cost] dl.rows, .worried, .help, address";

    /// <summary>Where a number is part of a name: a laser's gas, an acid's strength.</summary>
    private static readonly string[] Names = ["CO2", "35% glycolic acid"];

    [Fact]
    public void Give_ANumber_CitesItsSourceInTheSameBlock()
    {
        var clinic = site.Site.Services.GetRequiredService<IOptions<ClinicOptions>>().Value;
        string[] untold = [.. Names, clinic.EmergencyNumber, clinic.Phone];
        var untraced =
            from path in TreatmentPages
            let spoken = site.At(path)
            from passage in spoken.Passages
            where Number().IsMatch(untold.Aggregate(passage.Text, (text, name) => text.Replace(name, "", StringComparison.Ordinal)))
            where passage.Element.Closest(Clinics) is null && BlockOf(passage.Element).QuerySelector("sup.cite a") is null
            select $"{spoken.Path}: {passage.Text}";

        Faults.None(untraced);
    }

    [Fact]
    public void Cite_InAHeadingOrFactStrip_IsNoFindingThatAwaitsCheck()
    {
        var register = site.Site.Services.GetRequiredService<EvidenceRegister>();
        var headlines = Directory.EnumerateFiles(ProgramRun.ProjectFolder(), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => Headline().Matches(File.ReadAllText(file)).SelectMany(strip => Cited().Matches(strip.Value)).Select(cite => cite.Groups["ids"].Value))
            // The list's strips are made from its data.
            .Where(ids => !ids.StartsWith('@'))
            .Concat(TreatmentList.All.SelectMany(treatment => treatment.Facts).Select(fact => fact.Claims))
            .SelectMany(ids => ids.Split(' '))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        var forbidden = headlines.Select(register.Claim).Where(claim => claim.Kind == ClaimKind.Finding && register.AwaitsCheck(claim)).Select(claim => claim.Id);

        Assert.True(headlines.Count > 10);
        Faults.None(forbidden);
    }

    /// <summary>A row, an entry of a list, a figure with its caption, or a paragraph: as far as a citation reaches.</summary>
    private static IElement BlockOf(IElement element) =>
        element.Closest("tr") ?? element.Closest("figure") ?? element.Closest("dl.rows > div, dl.facts > div") ?? element.Closest("li") ?? element;

    [GeneratedRegex(@"\d", RegexOptions.None, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("""<h[1-6][^>]*>.*?</h[1-6]>|<dl class="facts">.*?</dl>""", RegexOptions.Singleline, 1000)]
    private static partial Regex Headline();

    [GeneratedRegex("""<cite-claim id="(?<ids>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cited();
}
