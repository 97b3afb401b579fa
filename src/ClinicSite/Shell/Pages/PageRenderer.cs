using System.Net;
using System.Runtime.ExceptionServices;
using ClinicSite.Clinic;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Pages;

/// <summary>A page of this site as it would go out.</summary>
public sealed record RenderedPage(string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>
/// Renders a page of this site without a server: the site's own request pipeline is run on a request that nobody sent, so
/// what comes out is what a visitor gets.
/// </summary>
/// <remarks>
/// The pipeline is the one behind the finished pages (<see cref="SitePipeline"/>). It needs no server that listens, so the
/// pages can be looked at while nobody can ask for them yet.
/// </remarks>
public sealed class PageRenderer(SitePipeline site, IOptions<ClinicOptions> clinic)
{
    /// <param name="path">A page's address on this site, such as <c>/treatments</c>.</param>
    /// <param name="services">The scope that answers the request: what the page noted in it can be read afterwards.</param>
    /// <param name="stop">Stops the rendering.</param>
    /// <exception cref="InvalidOperationException">The page is not there. What a view throws comes through as it was thrown.</exception>
    public async Task<RenderedPage> RenderAsync(string path, IServiceProvider services, CancellationToken stop)
    {
        var pipeline = await site.Laid;
        var address = new Uri(clinic.Value.SiteUrl);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = services,
            RequestAborted = stop,
            Request = { Method = HttpMethods.Get, Scheme = address.Scheme, Host = new HostString(address.Authority), Path = path },
            Response = { Body = body },
            Connection = { RemoteIpAddress = IPAddress.Loopback },
        };
        await pipeline(context);
        await context.Response.CompleteAsync();

        if (context.Features.Get<IExceptionHandlerFeature>() is { Error: { } error })
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return context.Response.StatusCode == StatusCodes.Status200OK
            ? new RenderedPage(context.Response.ContentType ?? "", body.ToArray())
            : throw new InvalidOperationException($"{path} is listed but answers {context.Response.StatusCode}.");
    }
}
