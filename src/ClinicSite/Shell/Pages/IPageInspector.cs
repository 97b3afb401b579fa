using ClinicSite.Shell.Seo;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// Looks at every listed page as it is rendered. A room that has a rule over all pages implements it; what it throws refuses
/// the start that renders, which is the first of every program and settings, and is logged behind an open site.
/// </summary>
public interface IPageInspector
{
    /// <summary>Called for one page at a time, in no order.</summary>
    /// <param name="page">The page that has just been rendered.</param>
    /// <param name="scope">The scope that answered: what the page noted in it can be read.</param>
    void Inspect(SitePage page, IServiceProvider scope);

    /// <summary>All pages were rendered and inspected.</summary>
    void Conclude();
}
