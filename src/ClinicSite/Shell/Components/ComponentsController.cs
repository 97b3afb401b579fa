using ClinicSite.Shell.Seo;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClinicSite.Shell.Components;

/// <summary>Every component of the site in every state, for whoever changes the look. Only a development machine has it.</summary>
[Route("_components")]
public sealed class ComponentsController(IHostEnvironment environment, PageCatalogue catalogue) : Controller
{
    private static readonly SitePage Page = new(
        "/_components", "Components", "Every component of the site in every state.", new DateOnly(2026, 11, 22))
    { Listed = false };

    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!environment.IsDevelopment())
        {
            context.Result = NotFound();
        }

        ViewData.SetPage(Page);
    }

    [HttpGet("")]
    public IActionResult Index() => View();

    /// <summary>The picture that a shared link to the page shows, to be photographed at 1200 by 630; see <c>make-cards</c>.</summary>
    [HttpGet("card")]
    public IActionResult Card(string of) => catalogue.Find(of) is { } page ? View(page) : NotFound();

    [HttpGet("card.css")]
    public IActionResult CardStyle() => PhysicalFile(Path.Combine(environment.ContentRootPath, "Shell", "Components", "card.css"), "text/css");

    [HttpGet("form")]
    public IActionResult Form() => View(new SampleForm { Interest = "microneedling", Voicemail = true });

    /// <summary>Refuses whatever it is sent, so that every field can be seen failing with its text kept.</summary>
    [HttpPost("form")]
    public IActionResult Form(SampleForm form)
    {
        ModelState.AddModelError(nameof(form.Name), "Enter your full name");
        ModelState.AddModelError(nameof(form.Email), "Enter an email address in the correct format, like name@example.com");
        ModelState.AddModelError(nameof(form.Interest), "Choose what you would like to talk about");
        ModelState.AddModelError(nameof(form.Message), "Your message must be 2,000 characters or fewer");
        ModelState.AddModelError(nameof(form.Consent), "Tick the box if you agree, so that we may reply to you");
        ModelState.AddModelError("", "A problem that belongs to no field stands here as text");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(form);
    }
}

/// <summary>One property for every kind of field.</summary>
public sealed class SampleForm
{
    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Interest { get; init; }

    public string? Message { get; init; }

    public bool Voicemail { get; init; }

    public bool Clinic { get; init; }

    public bool Consent { get; init; }
}
