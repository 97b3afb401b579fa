using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Treatments;

[Route("treatments")]
public sealed class TreatmentsController : Controller
{
    [HttpGet(""), HttpHead("")]
    public IActionResult Index() => View();

    [HttpGet("microneedling"), HttpHead("microneedling")]
    public IActionResult Microneedling() => View();

    [HttpGet("acne-scars"), HttpHead("acne-scars")]
    public IActionResult AcneScars() => View();

    [HttpGet("compare"), HttpHead("compare")]
    public IActionResult Compare() => View();
}
