using System.Net;
using ClinicSite.Clinic;
using ClinicSite.Shell.Seo;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Security;

/// <summary>The names under which this site may be asked for.</summary>
public sealed class OwnNames(IOptions<ClinicOptions> clinic, IOptions<SecurityOptions> options)
{
    private readonly HashSet<string> _names = new([Of(clinic.Value), "localhost", .. options.Value.MoreHosts.Select(Ascii)], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _aliases = new(options.Value.Aliases.Select(Ascii), StringComparer.OrdinalIgnoreCase);

    /// <summary>The one name, as it stands in a request; empty where the address of the site is none.</summary>
    public static string Of(ClinicOptions clinic) => Uri.TryCreate(clinic.SiteUrl, UriKind.Absolute, out var site) ? site.IdnHost : "";

    /// <summary>The same address under the site's one name, for a request under an alias; else null.</summary>
    public string? LeadsTo(HttpRequest request) =>
        _aliases.Contains(NameIn(request)) ? clinic.Value.SiteUrl + request.Path.ToUriComponent() + request.QueryForLink() : null;

    /// <summary>True for a request that names this site, or this machine by its address.</summary>
    public bool AskedFor(HttpContext context)
    {
        var name = NameIn(context.Request);
        return _names.Contains(name) || IsThisMachine(name, context.Connection);
    }

    /// <summary>As it was sent: the framework's own reading turns "xn--" into letters, and throws where it cannot.</summary>
    private static string NameIn(HttpRequest request) => new HostString(request.Headers.Host.ToString()).Host;

    private static string Ascii(string name) => Uri.TryCreate($"https://{name}", UriKind.Absolute, out var address) ? address.IdnHost : name;

    private static bool IsThisMachine(string name, ConnectionInfo connection) =>
        IPAddress.TryParse(name.Trim('[', ']'), out var address)
        && (IPAddress.IsLoopback(address) || address.Equals(connection.LocalIpAddress) || address.MapToIPv6().Equals(connection.LocalIpAddress));
}

/// <summary>
/// Answers only under the site's own name, so that no cache and no mail can be made to hold another one, and leads there
/// from its aliases.
/// </summary>
/// <remarks>
/// The framework's host filter does the same, but in front of everything: its refusal has no page, no telephone number
/// and none of the headers. This machine's own addresses are let through for probes and development; nothing on a page is
/// made from the name that was asked for.
/// </remarks>
public sealed class SiteHost(RequestDelegate next, OwnNames names)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (names.AskedFor(context) || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            return next(context);
        }

        if (names.LeadsTo(context.Request) is { } address)
        {
            context.Response.Redirect(address, permanent: true, preserveMethod: true);
            // Browsers would keep it for ever otherwise: the day an alias becomes the name, they would go round in circles.
            context.Response.Headers.CacheControl = "max-age=3600";
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
