using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Home;

public sealed class HomeController : Controller
{
    [HttpGet("/"), HttpHead("/")]
    public IActionResult Index() => View();

    [HttpGet("/about"), HttpHead("/about")]
    public IActionResult About() => View();

    [HttpGet("/accessibility"), HttpHead("/accessibility")]
    public IActionResult Accessibility() => View();
}
