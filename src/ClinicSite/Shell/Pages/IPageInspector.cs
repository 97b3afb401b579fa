using ClinicSite.Shell.Seo;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// Looks at every listed page as it is rendered. A room that has a rule over all pages implements it. What it throws refuses
/// a start without kept pages, which renders before the site opens: the first of a program, its settings and a day. A start
/// with kept pages renders behind the open site, and what it throws is logged.
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
