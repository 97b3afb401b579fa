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
/// The pipeline is the one that <see cref="ShellSetup.UseShell"/> laid, built a second time: it holds everything from the
/// proxy's headers to the endpoint. It stands as soon as the program is put together, before the server listens, so the
/// pages can be looked at while nobody can ask for them yet.
/// </remarks>
public sealed class PageRenderer(IOptions<ClinicOptions> clinic)
{
    private RequestDelegate? _pipeline;

    internal void Run(RequestDelegate pipeline) => _pipeline = pipeline;

    /// <param name="path">A page's address on this site, such as <c>/treatments</c>.</param>
    /// <param name="services">The scope that answers the request: what the page noted in it can be read afterwards.</param>
    /// <param name="stop">Stops the rendering.</param>
    /// <exception cref="InvalidOperationException">The page is not there. What a view throws comes through as it was thrown.</exception>
    public async Task<RenderedPage> RenderAsync(string path, IServiceProvider services, CancellationToken stop)
    {
        var pipeline = _pipeline ?? throw new InvalidOperationException("Pages can be rendered once UseShell has laid the pipeline.");
        var site = new Uri(clinic.Value.SiteUrl);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = services,
            RequestAborted = stop,
            Request = { Method = HttpMethods.Get, Scheme = site.Scheme, Host = new HostString(site.Authority), Path = path },
            Response = { Body = body },
            Connection = { RemoteIpAddress = IPAddress.Loopback },
        };
        context.Features.Set(RenderingForBank.Mark);
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
