namespace ClinicSite.Shell.Seo;

/// <summary>One public page: what a browser tab, a search result, the sitemap and the breadcrumb say about it.</summary>
/// <param name="Path">Lower case, no closing slash.</param>
/// <param name="Title">Unique on the site; begins like the page's h1; at most 60 characters with the clinic's short name.</param>
/// <param name="Description">Unique on the site, at most 155 characters.</param>
/// <param name="Updated">The day its text last changed in substance.</param>
public sealed record SitePage(string Path, string Title, string Description, DateOnly Updated)
{
    /// <summary>The short name in breadcrumbs; the title when not set.</summary>
    public string? Crumb { get; init; }

    /// <summary>False for pages that belong to one visitor, and for errors: no search engine, no sitemap.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>True for a page that is made for each visit: it carries something of the visitor's, such as a form token.</summary>
    public bool PerVisit { get; init; }

    /// <summary>True for pages with medical statements: they carry sources, the review line and structured data.</summary>
    public bool Medical { get; init; }

    /// <summary>The one thing a medical page is about; null where it is about several.</summary>
    public PageSubject? About { get; init; }
}

/// <param name="Name">As the page calls it.</param>
public sealed record PageSubject(SubjectKind Kind, string Name);

/// <summary>Named as in schema.org, where each has "Medical" in front.</summary>
public enum SubjectKind
{
    Procedure,
    Condition,
}

/// <summary>A room that has public pages lists them here; Shell never names a room.</summary>
public interface IPageSource
{
    IReadOnlyList<SitePage> Pages { get; }
}

/// <summary>Every listed page of every room.</summary>
public sealed class PageCatalogue(IEnumerable<IPageSource> sources)
{
    private readonly Dictionary<string, SitePage> _byPath =
        sources.SelectMany(source => source.Pages).ToDictionary(page => page.Path, StringComparer.Ordinal);

    public IReadOnlyCollection<SitePage> Pages => _byPath.Values;

    public SitePage? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The page's ancestors from the home page down, by the parts of its path; only those that exist.</summary>
    public IEnumerable<SitePage> AncestorsOf(SitePage page)
    {
        if (page.Path == "/")
        {
            yield break;
        }

        for (var end = 0; end >= 0; end = page.Path.IndexOf('/', end + 1))
        {
            if (Find(end == 0 ? "/" : page.Path[..end]) is { } ancestor)
            {
                yield return ancestor;
            }
        }
    }
}
