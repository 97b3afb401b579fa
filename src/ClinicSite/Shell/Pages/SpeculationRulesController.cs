using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// Lets a browser that can (Chromium) prepare the next page while the pointer rests on its link, without a script.
/// </summary>
/// <remarks>
/// A header of each finished page names this file; rules inside a page would be a script, which the policy forbids. Only
/// with its own content type does a browser take it for rules. Preparing a page is one GET of it, which changes nothing
/// here: the form's token is minted earlier than the form is seen, never later. A confirmation is one visitor's, and what
/// is not a page is not worth preparing.
/// </remarks>
public sealed class SpeculationRulesController : Controller
{
    private const string Path = "/speculation.json";

    internal const string Header = $"\"{Path}\"";

    private const string Rules =
        """
        {"prerender":[{"where":{"and":[{"href_matches":"/*"},{"not":{"href_matches":"/consultation/received/*"}},{"not":{"href_matches":"/*.*"}},{"not":{"href_matches":"/.well-known/*"}}]},"eagerness":"moderate"}]}
        """;

    [HttpRead(Path)]
    [ResponseCache(Duration = 24 * 60 * 60)]
    public IActionResult Index() => Content(Rules, "application/speculationrules+json");
}
