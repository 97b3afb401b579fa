using ClinicSite.Clinic;
using ClinicSite.Evidence;
using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Guides;

[Route("guides")]
public sealed class GuidesController : Controller
{
    [HttpGet("prepare-and-aftercare"), HttpHead("prepare-and-aftercare")]
    public IActionResult PrepareAndAftercare() => View();

    [HttpGet("choosing-a-provider"), HttpHead("choosing-a-provider")]
    public IActionResult ChoosingAProvider() => View();

    [HttpGet("is-it-right-for-me"), HttpHead("is-it-right-for-me")]
    public IActionResult IsItRightForMe() => View();

    [HttpGet("faq"), HttpHead("faq")]
    public IActionResult Faq() => View();

    [HttpGet("how-we-review"), HttpHead("how-we-review")]
    public IActionResult HowWeReview() => View();

    [HttpGet("claims-register"), HttpHead("claims-register")]
    public IActionResult ClaimsRegister(
        [FromServices] EvidenceRegister register, [FromServices] OpeningHours hours, [FromServices] TimeProvider time) =>
        View(RegisterListing.On(hours.DayOf(time.GetUtcNow()), register));
}
