using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

/// <summary>The first lines of the log: where the site is, where the database is, where the mail goes.</summary>
public sealed partial class StartupReport(
    IServer server,
    IOptions<DataOptions> data,
    IEmailTransport transport,
    ILogger<StartupReport> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        LogStorage(data.Value.DatabaseFile, transport.Destination);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        LogAddress(string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Enquiries are kept in {Database}; mail goes to {Destination}")]
    private partial void LogStorage(string database, string destination);

    [LoggerMessage(Level = LogLevel.Information, Message = "The site is at {Addresses}")]
    private partial void LogAddress(string addresses);
}
