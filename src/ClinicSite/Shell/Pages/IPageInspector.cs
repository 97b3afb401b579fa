using ClinicSite.Shell.Seo;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// Looks at every listed page as it is rendered, before the site opens and whenever the bank renders again. A room that
/// has a rule over all pages implements it; what it throws refuses the start.
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
