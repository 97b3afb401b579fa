using ClinicSite.Clinic;
using ClinicSite.Evidence;
using ClinicSite.Shell;
using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Guides;

[Route("guides")]
public sealed class GuidesController : Controller
{
    [HttpRead("prepare-and-aftercare")]
    public IActionResult PrepareAndAftercare() => View();

    [HttpRead("choosing-a-provider")]
    public IActionResult ChoosingAProvider() => View();

    [HttpRead("is-it-right-for-me")]
    public IActionResult IsItRightForMe() => View();

    [HttpRead("faq")]
    public IActionResult Faq() => View();

    [HttpRead("how-we-review")]
    public IActionResult HowWeReview() => View();

    [HttpRead("claims-register")]
    public IActionResult ClaimsRegister(
        [FromServices] EvidenceRegister register, [FromServices] OpeningHours hours, [FromServices] TimeProvider time) =>
        View(RegisterListing.On(hours.DayOf(time.GetUtcNow()), register));
}
