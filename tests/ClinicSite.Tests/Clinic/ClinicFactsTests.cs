using ClinicSite.Clinic;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Speech;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClinicSite.Tests.Clinic;

/// <summary>
/// What the clinic says about itself is shown, all of it and as it was written; what it does not say leaves no trace. The
/// values hold marks of HTML, so that a page which does not encode them is found out.
/// </summary>
public sealed class ClinicFactsTests
{
    private static readonly Dictionary<string, string?> Full = new(StringComparer.Ordinal)
    {
        ["Clinic:Name"] = "The <b>Whole</b> Clinic",
        ["Clinic:AddressLines:0"] = "2 <b>Mill</b> Lane",
        ["Clinic:AddressLines:1"] = "Northtown",
        ["Clinic:Country"] = "Wales",
        ["Clinic:Directions"] = "Bus 4 stops <b>outside</b>.",
        ["Clinic:StepFreeAccess"] = "The door at the <b>back</b> has no step.",
        ["Clinic:ComplaintsRoute"] = "Write to the <b>manager</b>.",
        ["Clinic:UrgentAdvice"] = "Ring the <b>nurse</b> the same day.",
        ["Clinic:OutOfHoursAdvice"] = "At <b>night</b>, call NHS 111.",
        ["Clinic:Registrations:0:Body"] = "Care <b>Board</b>",
        ["Clinic:Registrations:0:Number"] = "1-<b>22</b>",
        ["Clinic:Registrations:0:Url"] = "https://register.example/1-22",
        ["Clinic:Registrations:1:Body"] = "Plain Council",
        ["Clinic:Registrations:1:Number"] = "77",
        ["Clinic:People:0:Name"] = "Sam <b>Reyes</b>",
        ["Clinic:People:0:Role"] = "Nurse <b>prescriber</b>",
        ["Clinic:People:0:Registration"] = "NMC <b>1A</b>",
        ["Clinic:People:0:About"] = "Has needled scars <b>since</b> 2015.",
        ["Clinic:People:1:Name"] = "Kit Bell",
        ["Clinic:People:1:Role"] = "Reception",
        ["Clinic:Prices:0:Item"] = "One <b>session</b>",
        ["Clinic:Prices:0:Amount"] = "£<b>180</b>",
        ["Clinic:Prices:0:Note"] = "with <b>numbing</b> cream",
        ["Clinic:Prices:0:Treatment"] = "microneedling",
        ["Clinic:Devices:0:Name"] = "Pen <b>Nine</b>",
        ["Clinic:Devices:0:Treatment"] = "microneedling",
        ["Clinic:Devices:0:Note"] = "CE <b>marked</b>",
        ["Clinic:Reviewer:Name"] = "Dr <b>Rowan</b> Hale",
        ["Clinic:Reviewer:Role"] = "Consultant <b>dermatologist</b>",
        ["Clinic:Reviewer:Registration"] = "GMC <b>7</b>",
        ["Clinic:Reviewer:Reviewed"] = "2026-11-20",
        ["Clinic:Reviewer:NextReview"] = "2027-11-19",
    };

    /// <summary>No more than the program must have to start.</summary>
    private static readonly ClinicOptions Bare = new()
    {
        Name = "Bare Clinic",
        ShortName = "Bare",
        SiteUrl = "http://localhost:5080",
        Phone = "01632 960123",
        Email = "hello@bare.example",
        TimeZone = "Europe/London",
        OpeningHours = new Dictionary<string, string>(StringComparer.Ordinal) { ["Monday"] = "09:00-17:00" },
        EmergencyNumber = "999",
        UrgentAdvice = "Call us.",
        OutOfHoursAdvice = "Call NHS 111.",
    };

    [Theory]
    [InlineData("/about", "The <b>Whole</b> Clinic|2 <b>Mill</b> Lane|Northtown|Wales|Bus 4 stops <b>outside</b>.|The door at the <b>back</b> has no step.|Write to the <b>manager</b>.|Care <b>Board</b>|1-<b>22</b>|Plain Council|77|Sam <b>Reyes</b>|Nurse <b>prescriber</b>|NMC <b>1A</b>|Has needled scars <b>since</b> 2015.|Kit Bell|Pen <b>Nine</b>|CE <b>marked</b>|01632 960123|hello@eternal-beauty.example")]
    [InlineData("/", "Sam <b>Reyes</b>|Nurse <b>prescriber</b>|NMC <b>1A</b>|Kit Bell|Care <b>Board</b>|2 <b>Mill</b> Lane|Bus 4 stops <b>outside</b>.|The door at the <b>back</b> has no step.")]
    [InlineData("/treatments", "One <b>session</b>|£<b>180</b>|with <b>numbing</b> cream")]
    [InlineData("/treatments/microneedling", "One <b>session</b>|£<b>180</b>|with <b>numbing</b> cream|Pen <b>Nine</b>: CE <b>marked</b>|Ring the <b>nurse</b> the same day.|At <b>night</b>, call NHS 111.|Dr <b>Rowan</b> Hale, Consultant <b>dermatologist</b>, GMC <b>7</b>")]
    public async Task Open_WithEveryFactSet_ShowsEachAsWritten(string path, string facts)
    {
        await using var site = Site.Open(Full);
        var text = (await site.PageAsync(path)).QuerySelector("main")!.TextContent;

        Assert.All(facts.Split('|'), fact => Assert.Contains(fact, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_EveryPageWithEveryFactSet_EncodesThemAndRegistersInTheFooter()
    {
        await using var site = Site.Open(Full);
        foreach (var listed in PagesOf(site))
        {
            var page = await site.PageAsync(listed.Path);
            var footer = page.QuerySelector("footer")!;

            Assert.Empty(page.QuerySelectorAll("b, title b").Select(bold => bold.TextContent).Intersect(["Whole", "Mill", "outside", "back", "manager", "nurse", "night", "Board", "22", "Reyes", "prescriber", "1A", "since", "session", "180", "numbing", "Nine", "marked", "Rowan", "dermatologist", "7"], StringComparer.Ordinal));
            Assert.Contains("The <b>Whole</b> Clinic", footer.TextContent, StringComparison.Ordinal);
            Assert.Contains("2 <b>Mill</b> Lane", footer.TextContent, StringComparison.Ordinal);
            Assert.Contains("Care <b>Board</b>", footer.TextContent, StringComparison.Ordinal);
            Assert.NotNull(footer.QuerySelector("a[href='https://register.example/1-22']"));
        }
    }

    [Fact]
    public async Task Open_EveryPageWithNothingOptionalSet_LeavesNoGap()
    {
        await using var site = OpenBare();
        foreach (var listed in PagesOf(site))
        {
            var page = await site.PageAsync(listed.Path);
            var gaps = page.QuerySelectorAll("h1, h2, h3, h4, p, li, dt, dd, address, ul, ol, dl, figcaption, summary, caption")
                // A line to write on, on paper, is meant to be empty.
                .Where(element => element.TextContent.Trim().Length == 0 && element.Closest(".print-only") is null)
                .Concat(page.QuerySelectorAll("section, article").Where(section => section.Children.All(child => child.Matches("h1, h2, h3, h4"))))
                .Select(element => $"{listed.Path}: {element.OuterHtml}");

            Faults.None(gaps);
            Assert.DoesNotMatch(@"\b(TBC|TBA|N/A|to be confirmed|coming soon|lorem|null|unknown clinic)\b|01/01/0001|1 January 0001", page.Body!.TextContent);
        }
    }

    [Fact]
    public async Task Open_WithNothingOptionalSet_ShowsNoHeadingForIt()
    {
        await using var site = OpenBare();
        var about = await site.PageAsync("/about");
        var microneedling = await site.PageAsync("/treatments/microneedling");
        var home = await site.PageAsync("/");

        Assert.Equal(["reach-us"], about.QuerySelectorAll("main h2[id]").Select(heading => heading.Id!).Where(id => id is "reach-us" or "find-us" or "people" or "registrations" or "offers" or "devices" or "complaints"));
        Assert.DoesNotContain("Which device do we use?", microneedling.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(microneedling.QuerySelectorAll("#at-a-glance ~ .facts dt"), label => label.TextContent == "Price");
        Assert.Null(home.QuerySelector("#who-we-are"));
        Assert.Empty(home.QuerySelectorAll("address"));
        Assert.Empty(home.QuerySelectorAll(".colophon a[rel=external]"));
        Assert.Null((await site.PageAsync("/treatments")).QuerySelector("#offered"));
    }

    private static Site OpenBare() => Site.Open(services: services => services.Replace(ServiceDescriptor.Singleton(Options.Create(Bare))));

    private static IReadOnlyCollection<SitePage> PagesOf(Site site) => site.Services.GetRequiredService<PageCatalogue>().Pages;
}
