using ClinicSite.Shell;
using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Home;

public sealed class HomeController : Controller
{
    [HttpRead("/")]
    public IActionResult Index() => View();

    [HttpRead("/about")]
    public IActionResult About() => View();

    [HttpRead("/accessibility")]
    public IActionResult Accessibility() => View();
}
