using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ClinicSite.Benchmarks.Door;

/// <summary>
/// A server without a network: it drives the program exactly as Kestrel does, on requests made by hand. Whatever stands in
/// the pipeline is passed, in its order.
/// </summary>
internal sealed class HandServer : IServer
{
    private IExchange? _exchange;

    public HandServer()
    {
        var addresses = new ServerAddressesFeature();
        addresses.Addresses.Add("http://127.0.0.1:0");
        Features.Set<IServerAddressesFeature>(addresses);
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _exchange = new Exchange<TContext>(application);
        return Task.CompletedTask;
    }

    /// <summary>Asks for a page, one request at a time.</summary>
    /// <returns>How many bytes the page had.</returns>
    /// <exception cref="InvalidOperationException">The answer was not 200.</exception>
    public Task<long> GetAsync(string path, string acceptEncoding) =>
        (_exchange ?? throw new InvalidOperationException("The site has not started.")).GetAsync(path, acceptEncoding);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}

internal interface IExchange
{
    Task<long> GetAsync(string path, string acceptEncoding);
}
