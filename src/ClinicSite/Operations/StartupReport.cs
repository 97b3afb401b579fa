using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

/// <summary>The first line of the log says where the database is and where the mail goes; one says where the site is, once it is open.</summary>
public sealed partial class StartupReport(
    IServer server,
    IOptions<DataOptions> data,
    IEmailTransport transport,
    ILogger<StartupReport> log) : WorkBeforeSite
{
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        LogStorage(data.Value.DatabaseFile, transport.Destination);
        return Task.CompletedTask;
    }

    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        LogAddress(string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []));
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Enquiries are kept in {Database}; mail goes to {Destination}")]
    private partial void LogStorage(string database, string destination);

    [LoggerMessage(Level = LogLevel.Information, Message = "The site is at {Addresses}")]
    private partial void LogAddress(string addresses);
}
