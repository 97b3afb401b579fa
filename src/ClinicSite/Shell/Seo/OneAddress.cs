namespace ClinicSite.Shell.Seo;

/// <summary>
/// Leads another spelling of a page's address (capitals, a closing slash) to the address itself, for good: one page, one
/// address. Routing would take both, and a search engine would see two pages.
/// </summary>
public sealed class OneAddress(RequestDelegate next, PageCatalogue catalogue)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var asked = request.Path.Value ?? "";
        if (catalogue.Find(asked) is null && catalogue.Find(Spelled(asked)) is { } page)
        {
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = page.Path + request.QueryForLink();
            return Task.CompletedTask;
        }

        return next(context);
    }

#pragma warning disable CA1308 // because the addresses of this site are lower case; nothing is compared here
    private static string Spelled(string path) => path.TrimEnd('/') is { Length: > 0 } rest ? rest.ToLowerInvariant() : "/";
#pragma warning restore CA1308
}

public static class QueryForLinkExtensions
{
    /// <summary>The query for an address to lead to; without it where a control character stands in it, which no header may hold.</summary>
    public static string QueryForLink(this HttpRequest request) => request.QueryString.Value is { } query && !query.Any(char.IsControl) ? query : "";
}
