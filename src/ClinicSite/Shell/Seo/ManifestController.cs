using ClinicSite.Clinic;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Seo;

/// <summary>What a phone shows when someone puts the site on the home screen.</summary>
public sealed class ManifestController(IOptions<ClinicOptions> clinic) : Controller
{
    [HttpRead("/manifest.webmanifest")]
    public IActionResult Index()
    {
        var manifest = new
        {
            name = clinic.Value.Name,
            short_name = clinic.Value.ShortName,
            lang = "en-GB",
            start_url = "/",
            display = "browser",
            background_color = "#FBF8F3",
            theme_color = "#FBF8F3",
            icons = new[] { Icon(192), Icon(512) },
        };
        return new JsonResult(manifest) { ContentType = "application/manifest+json" };
    }

    private static object Icon(int size) => new { src = $"/icon-{size}.png", sizes = $"{size}x{size}", type = "image/png" };
}
