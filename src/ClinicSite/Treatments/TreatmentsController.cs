using ClinicSite.Shell;
using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Treatments;

[Route("treatments")]
public sealed class TreatmentsController : Controller
{
    [HttpRead("")]
    public IActionResult Index() => View();

    [HttpRead("microneedling")]
    public IActionResult Microneedling() => View();

    [HttpRead("acne-scars")]
    public IActionResult AcneScars() => View();

    [HttpRead("compare")]
    public IActionResult Compare() => View();
}
