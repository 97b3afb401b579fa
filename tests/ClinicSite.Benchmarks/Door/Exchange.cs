using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ClinicSite.Benchmarks.Door;

/// <summary>
/// One connection over which one request comes after another. Like Kestrel's it uses its request, its response and its
/// context again, so that what a request allocates is the site's, but for one empty collection of features.
/// </summary>
internal sealed class Exchange<TContext> : IExchange
    where TContext : notnull
{
    private readonly IHttpApplication<TContext> _application;
    private readonly HttpRequestFeature _request = new() { Body = Stream.Null };
    private readonly HandResponse _response = new();
    private readonly FeatureCollection _defaults = new();
    private TContext? _context;

    public Exchange(IHttpApplication<TContext> application)
    {
        _application = application;
        _defaults.Set<IHttpRequestFeature>(_request);
        _defaults.Set<IHttpResponseFeature>(_response);
        _defaults.Set<IHttpResponseBodyFeature>(_response);
        _defaults.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback, LocalIpAddress = IPAddress.Loopback });
        _defaults.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        _defaults.Set<IHttpRequestIdentifierFeature>(new HttpRequestIdentifierFeature { TraceIdentifier = "by hand" });
    }

    public async Task<long> GetAsync(string path, string acceptEncoding)
    {
        Reset(path, acceptEncoding);
        var context = _application.CreateContext(new RequestFeatures(this));
        try
        {
            await _application.ProcessRequestAsync(context);
            await _response.CompleteAsync();
        }
        finally
        {
            _application.DisposeContext(context, exception: null);
        }

        await _response.EndAsync();
        return _response.StatusCode == StatusCodes.Status200OK
            ? _response.Length
            : throw new InvalidOperationException($"{path} answers {_response.StatusCode}.");
    }

    private void Reset(string path, string acceptEncoding)
    {
        _request.Method = HttpMethods.Get;
        _request.Scheme = Uri.UriSchemeHttp;
        _request.Protocol = HttpProtocol.Http11;
        _request.PathBase = "";
        _request.Path = path;
        _request.RawTarget = path;
        _request.QueryString = "";
        _request.Headers.Clear();
        _request.Headers.Host = "127.0.0.1";
        _request.Headers.AcceptEncoding = acceptEncoding;
        _response.Reset();
    }

    /// <summary>What a request adds is gone with it; the program keeps its context from one request to the next.</summary>
    private sealed class RequestFeatures(Exchange<TContext> exchange) : FeatureCollection(exchange._defaults), IHostContextContainer<TContext>
    {
        public TContext? HostContext
        {
            get => exchange._context;
            set => exchange._context = value;
        }
    }
}
