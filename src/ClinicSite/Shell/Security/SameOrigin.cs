using ClinicSite.Clinic;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Security;

/// <summary>
/// Refuses posts that another site makes a visitor's browser send, without a cookie.
/// </summary>
/// <remarks>
/// A browser says where a request comes from: <c>Sec-Fetch-Site</c> must be <c>same-origin</c> or <c>none</c>; where a
/// browser does not send it, <c>Origin</c> must be this site's own address. Neither can be forged by a page. A request
/// with neither header is no browser's: there is no session it could ride, so it passes and is marked, which the spam
/// screen counts. The page that answers a refused post passes, being the answer.
/// </remarks>
public sealed class SameOrigin(RequestDelegate next, IOptions<ClinicOptions> clinic)
{
    internal const string UnknownOriginKey = "ClinicSite.UnknownOrigin";

    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method)
            || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            return next(context);
        }

        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var origin = context.Request.Headers.Origin.ToString();
        var allowed = site.Length > 0
            ? site is "same-origin" or "none"
            : origin.Length == 0 || string.Equals(origin, clinic.Value.SiteUrl, StringComparison.OrdinalIgnoreCase);
        if (!allowed)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        context.Items[UnknownOriginKey] = site.Length == 0 && origin.Length == 0;
        return next(context);
    }
}

public static class SameOriginExtensions
{
    /// <summary>True when a post said nothing about where it came from, which browsers always do.</summary>
    public static bool HasUnknownOrigin(this HttpContext context) => context.Items[SameOrigin.UnknownOriginKey] is true;
}
