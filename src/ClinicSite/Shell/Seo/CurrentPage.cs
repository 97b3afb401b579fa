using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ClinicSite.Shell.Seo;

/// <summary>
/// Which page a view is rendering. A listed page is found by its address; a page outside the catalogue (an error, a
/// confirmation) is handed over by its controller.
/// </summary>
public static class CurrentPage
{
    private const string PageKey = "Page";
    private const string ErrorsKey = "PageHasErrors";

    public static void SetPage(this ViewDataDictionary viewData, SitePage page) => viewData[PageKey] = page;

    /// <summary>Puts "Error: " before the title, so that a screen reader says it first.</summary>
    public static void SetHasErrors(this ViewDataDictionary viewData) => viewData[ErrorsKey] = true;

    /// <summary>True for a form that came back with errors, and where a controller said so.</summary>
    public static bool HasErrors(this ViewDataDictionary viewData) => viewData[ErrorsKey] is true || !viewData.ModelState.IsValid;

    public static SitePage GetPage(this ViewDataDictionary viewData, PageCatalogue catalogue, HttpRequest request) =>
        viewData[PageKey] as SitePage
        ?? catalogue.Find(request.Path.Value ?? "/")
        ?? throw new InvalidOperationException($"No page is listed for {request.Path}. A room lists its pages in its IPageSource.");
}
