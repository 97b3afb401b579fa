using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ClinicSite.Clinic;
using ClinicSite.Shell.Layout;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Seo;

/// <summary>
/// The files that machines ask a site for by fixed names. Every address in them is made from <c>Clinic:SiteUrl</c>, never
/// from the request.
/// </summary>
public sealed class DiscoveryController(IOptions<ClinicOptions> clinic, PageCatalogue catalogue, TimeProvider time) : Controller
{
    // RFC 9116 asks for less than a year; a site that has been switched off is out of date after this long.
    private const int SecurityDays = 180;

    private static readonly XNamespace Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [HttpRead("/sitemap.xml")]
    public IActionResult Sitemap()
    {
        var pages = catalogue.Pages.OrderBy(page => page.Path, StringComparer.Ordinal).Select(page => new XElement(
            Sitemaps + "url",
            new XElement(Sitemaps + "loc", clinic.Value.SiteUrl + page.Path),
            new XElement(Sitemaps + "lastmod", page.Updated.Iso())));
        return Content($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{new XElement(Sitemaps + "urlset", pages)}\n", "application/xml", Encoding.UTF8);
    }

    [HttpRead("/robots.txt")]
    public IActionResult Robots() => Text(
        "User-agent: *",
        "Allow: /",
        "",
        $"Sitemap: {clinic.Value.SiteUrl}/sitemap.xml");

    /// <summary>Whom to tell of a weakness in this site (RFC 9116).</summary>
    [HttpRead("/.well-known/security.txt")]
    public IActionResult SecurityText()
    {
        var expires = time.GetUtcNow().UtcDateTime.Date.AddDays(SecurityDays);
        return Text(
            $"Contact: {clinic.Value.SecurityContact ?? $"mailto:{clinic.Value.Email}"}",
            $"Expires: {expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
            "Preferred-Languages: en",
            $"Canonical: {clinic.Value.SiteUrl}/.well-known/security.txt");
    }

    private ContentResult Text(params string[] lines) => Content(string.Join('\n', lines) + "\n", "text/plain", Encoding.UTF8);
}
