using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell.Seo;

/// <summary>What machines are told: the same as people are shown, and no more.</summary>
public sealed partial class StructuredDataTests
{
    private const int MostBytes = 1228;

    private static readonly Dictionary<string, string?> Reviewed = new(StringComparer.Ordinal)
    {
        ["Clinic:Reviewer:Name"] = "Dr Ada Example",
        ["Clinic:Reviewer:Role"] = "Consultant dermatologist",
        ["Clinic:Reviewer:Registration"] = "GMC 0000000",
        ["Clinic:Reviewer:Reviewed"] = "2026-04-20",
        ["Clinic:Reviewer:NextReview"] = "2027-04-20",
    };

    [Fact]
    public async Task Read_OfEveryPage_IsSmallAndHasAbsoluteAddresses()
    {
        await using var site = Site.Open(Reviewed);
        foreach (var listed in Pages(site))
        {
            var page = await site.PageAsync(listed.Path);
            var raw = Raw(page);
            var addresses = Strings(Graph(page)).Where(entry => entry.Key is "@id" or "url" or "item").ToList();

            Assert.True(Encoding.UTF8.GetByteCount(raw) <= MostBytes, $"{listed.Path} carries {Encoding.UTF8.GetByteCount(raw)} bytes of structured data.");
            Assert.Contains("<script type=\"application/ld+json\">{", page.Source.Text, StringComparison.Ordinal);
            Assert.NotEmpty(addresses);
            Assert.All(addresses, entry => Assert.StartsWith("http://localhost:5080/", entry.Value, StringComparison.Ordinal));
            Assert.DoesNotMatch("FAQPage|HowTo|AggregateRating|Review\"", raw);
        }
    }

    [Fact]
    public async Task Read_OfEveryPage_SaysWhatThePageShows()
    {
        await using var site = Site.Open(Reviewed);
        foreach (var listed in Pages(site))
        {
            var page = await site.PageAsync(listed.Path);
            var text = Spaces().Replace(page.Body!.TextContent, " ");
            var clinic = Node(page, "MedicalBusiness")!.Value;

            foreach (var fact in new[] { "name", "telephone", "email" })
            {
                Assert.Contains(clinic.GetProperty(fact).GetString()!, text, StringComparison.Ordinal);
            }

            Assert.Equal(clinic.GetProperty("address").GetString(), string.Join(", ", page.QuerySelectorAll("footer address span").Select(line => line.TextContent)));
            Assert.Equal(HoursShown(page), HoursTold(clinic));
            Assert.Equal(
                page.QuerySelectorAll(".breadcrumb li").Select(step => step.TextContent.Trim()),
                Node(page, "BreadcrumbList")?.GetProperty("itemListElement").EnumerateArray().Select(step => step.GetProperty("name").GetString()) ?? []);
            if (listed.About is { } subject)
            {
                Assert.Contains(subject.Name, text, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task Read_OfAMedicalPageWithAReviewer_NamesTheOneThatThePageNames()
    {
        await using var site = Site.Open(Reviewed);
        foreach (var listed in Pages(site).Where(listed => listed.Medical))
        {
            var page = await site.PageAsync(listed.Path);
            var medical = Node(page, "MedicalWebPage")!.Value;
            var line = page.QuerySelector(".review") ?? throw new InvalidOperationException($"{listed.Path} has no review line.");

            var reviewer = medical.GetProperty("reviewedBy");
            Assert.All(["name", "jobTitle", "identifier"], fact => Assert.Contains(reviewer.GetProperty(fact).GetString()!, line.TextContent, StringComparison.Ordinal));
            Assert.Equal(line.QuerySelector("time")!.GetAttribute("datetime"), medical.GetProperty("lastReviewed").GetString());
        }
    }

    [Fact]
    public async Task Read_WithoutAReviewer_ClaimsNoReview()
    {
        await using var site = Site.Open();
        foreach (var listed in Pages(site))
        {
            Assert.DoesNotMatch("eviewed", Raw(await site.PageAsync(listed.Path)));
        }
    }

    [Fact]
    public async Task Read_OfPagesWithASubject_TellsProcedureFromCondition()
    {
        await using var site = Site.Open();

        var procedure = Node(await site.PageAsync("/treatments/microneedling"), "MedicalWebPage")!.Value.GetProperty("about");
        var condition = Node(await site.PageAsync("/treatments/acne-scars"), "MedicalWebPage")!.Value.GetProperty("about");

        Assert.Equal(("MedicalProcedure", "Microneedling"), (procedure.GetProperty("@type").GetString(), procedure.GetProperty("name").GetString()));
        Assert.Equal("MedicalCondition", condition.GetProperty("@type").GetString());
    }

    [Fact]
    public async Task Read_WithADermatologist_SaysSo()
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Clinic:HasDermatologist"] = "true",
            ["Clinic:People:0:Name"] = "Dr Ada Example",
            ["Clinic:People:0:Role"] = "Consultant dermatologist",
        });

        var clinic = Node(await site.PageAsync("/"), "MedicalClinic")!.Value;

        Assert.Equal("https://schema.org/Dermatology", clinic.GetProperty("medicalSpecialty").GetString());
    }

    [Fact]
    public async Task Read_WithMarkupInASetting_StaysInsideItsElement()
    {
        const string name = "Skin </script><script>alert(1)</script><!-- & \"Co\"";
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Clinic:Name"] = name });

        var page = await site.PageAsync("/privacy");

        Assert.Single(page.Scripts);
        Assert.Equal(name, Node(page, "MedicalBusiness")!.Value.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Open_APageThatIsNotListed_HasNone()
    {
        await using var site = Site.Open();
        using var answer = await site.Http.GetAsync(new Uri("/no-such-page", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Empty((await Site.HtmlOf(answer)).Scripts);
    }

    private static IEnumerable<SitePage> Pages(Site site) => site.Services.GetRequiredService<PageCatalogue>().Pages;

    private static string Raw(IHtmlDocument page) => page.QuerySelector("body > script[type='application/ld+json']:last-child")!.TextContent;

    private static JsonElement Graph(IHtmlDocument page) => JsonElement.Parse(Raw(page)).GetProperty("@graph");

    private static JsonElement? Node(IHtmlDocument page, string type) =>
        Graph(page).EnumerateArray().Where(node => node.GetProperty("@type").GetString() == type).Select(node => (JsonElement?)node).SingleOrDefault();

    private static IEnumerable<(string Key, string Value)> Strings(JsonElement element, string key = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value, property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Strings(item, key)),
        JsonValueKind.String => [(key, element.GetString()!)],
        _ => [],
    };

    /// <summary>"Monday to Wednesday 9 am to 5:30 pm", one entry for each day.</summary>
    private static IEnumerable<(DayOfWeek Day, string Opens, string Closes)> HoursShown(IHtmlDocument page) =>
        from line in page.QuerySelectorAll("footer .help dd").Select(line => Hours().Match(line.TextContent.Trim())).Where(match => match.Success)
        let first = Enum.Parse<DayOfWeek>(line.Groups["first"].Value)
        let last = line.Groups["last"].Success ? Enum.Parse<DayOfWeek>(line.Groups["last"].Value) : first
        from day in Enum.GetValues<DayOfWeek>()
        where day >= first && day <= last
        orderby day
        select (day, Clock(line.Groups["from"].Value), Clock(line.Groups["until"].Value));

    private static IEnumerable<(DayOfWeek Day, string Opens, string Closes)> HoursTold(JsonElement clinic) =>
        from span in clinic.GetProperty("openingHours").EnumerateArray()
        let told = span.GetString()!.Split(' ', ',')
        let times = told[^1].Split('-')
        from day in told[..^1].Select(day => Enum.GetValues<DayOfWeek>().Single(name => name.ToString()[..2] == day))
        orderby day
        select (day, times[0], times[1]);

    private static string Clock(string words) => TimeOnly.Parse(words, CultureInfo.InvariantCulture).ToString("HH:mm", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?<first>\w+day)( to (?<last>\w+day))? (?<from>[\d:]+ [ap]m) to (?<until>[\d:]+ [ap]m)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hours();
}
