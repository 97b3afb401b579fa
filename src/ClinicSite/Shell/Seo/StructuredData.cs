using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ClinicSite.Clinic;
using ClinicSite.Shell.Layout;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Seo;

/// <summary>
/// A page's facts for machines: one JSON-LD graph at the end of the body. It says only what is configured and stands
/// on the page for people as well. Ratings, and questions or steps marked up for search results, are left out on purpose.
/// </summary>
public sealed class StructuredData(IOptions<ClinicOptions> options, OpeningHours hours, PageCatalogue catalogue)
{
    // An encoder made from ranges still escapes <, >, & and quotes, so no setting can close the script element.
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.GeneralPunctuation),
    };

    private readonly ClinicOptions _clinic = options.Value;

    private string ClinicId => $"{_clinic.SiteUrl}/#clinic";

    /// <returns>JSON that may stand inside a script element as it is.</returns>
    public string Of(SitePage page)
    {
        var graph = new JsonArray(Clinic());
        if (page.Path == "/")
        {
            graph.Add(WebSite());
        }
        else
        {
            graph.Add(Breadcrumbs(page));
        }

        if (page.Medical)
        {
            graph.Add(MedicalPage(page));
        }

        return new JsonObject { ["@context"] = "https://schema.org", ["@graph"] = graph }.ToJsonString(Json);
    }

    private JsonObject Clinic()
    {
        var clinic = new JsonObject
        {
            ["@type"] = _clinic.HasDermatologist ? "MedicalClinic" : "MedicalBusiness",
            ["@id"] = ClinicId,
            ["name"] = _clinic.Name,
            ["url"] = $"{_clinic.SiteUrl}/",
            ["telephone"] = _clinic.Phone,
            ["email"] = _clinic.Email,
        };
        if (_clinic.AddressLines.Count > 0)
        {
            // The settings hold an address as lines; which of them is the town is not known.
            clinic["address"] = string.Join(", ", _clinic.AddressLines);
        }

        clinic["openingHours"] = new JsonArray([.. hours.Week.GroupBy(day => day.Opening, day => day.Day).Select(days => JsonValue.Create(Opening(days)))]);
        if (_clinic.HasDermatologist)
        {
            clinic["medicalSpecialty"] = "https://schema.org/Dermatology";
        }

        return clinic;
    }

    /// <summary>The name that a search result shows above the address.</summary>
    private JsonObject WebSite() => new()
    {
        ["@type"] = "WebSite",
        ["name"] = _clinic.Name,
        ["alternateName"] = _clinic.ShortName,
        ["url"] = $"{_clinic.SiteUrl}/",
    };

    private JsonObject MedicalPage(SitePage page)
    {
        var about = new JsonObject
        {
            ["@type"] = "MedicalWebPage",
            ["url"] = _clinic.SiteUrl + page.Path,
            ["dateModified"] = page.Updated.Iso(),
            ["publisher"] = new JsonObject { ["@id"] = ClinicId },
            ["audience"] = new JsonObject { ["@type"] = "Patient" },
        };
        if (page.About is { } subject)
        {
            about["about"] = new JsonObject { ["@type"] = $"Medical{subject.Kind}", ["name"] = subject.Name };
        }

        if (_clinic.Reviewer is { } reviewer)
        {
            about["lastReviewed"] = reviewer.Reviewed.Iso();
            about["reviewedBy"] = new JsonObject
            {
                ["@type"] = "Person",
                ["name"] = reviewer.Name,
                ["jobTitle"] = reviewer.Role,
                ["identifier"] = reviewer.Registration,
            };
        }

        return about;
    }

    private JsonObject Breadcrumbs(SitePage page)
    {
        var steps = catalogue.AncestorsOf(page).Append(page).Select((step, index) => new JsonObject
        {
            ["@type"] = "ListItem",
            ["position"] = index + 1,
            ["name"] = step.Crumb ?? step.Title,
            ["item"] = _clinic.SiteUrl + step.Path,
        }).ToArray();
        // The last step is the page itself; its address is known.
        steps[^1].Remove("item");
        return new JsonObject { ["@type"] = "BreadcrumbList", ["itemListElement"] = new JsonArray(steps) };
    }

    /// <returns>As schema.org writes it: <c>Mo,Tu,Fr 09:00-17:30</c>.</returns>
    private static string Opening(IGrouping<Opening, DayOfWeek> days) =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', days.Select(day => day.ToString()[..2]))} {days.Key.From:HH:mm}-{days.Key.Until:HH:mm}");
}
