using ClinicSite.Shell;
using ClinicSite.Shell.Pages;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ClinicSite.Benchmarks.Door;

/// <summary>
/// The whole program in this process as it runs in Production, with a real database file in a folder of its own. Nobody
/// works beside what is measured: the program's background workers are left out.
/// </summary>
internal sealed class MeasuredSite : WebApplicationFactory<Program>
{
    /// <summary>Discard: nothing listens there.</summary>
    private const int NoRelay = 9;

    private readonly string _folder = Directory.CreateTempSubdirectory("clinicsite-").FullName;

    private MeasuredSite()
    {
    }

    public HandServer ByHand { get; } = new();

    public string DatabaseFile => Path.Combine(_folder, "clinic.db");

    public static MeasuredSite Open()
    {
        var site = new MeasuredSite();
        site.UseKestrel();
        site.StartServer();
        return site;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        // The pool keeps the file open after the host is gone.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        // Here the base class has put its own server in.
        builder.ConfigureServices(services =>
        {
            services.RemoveAll<IServer>();
            services.AddSingleton<IServer>(ByHand);
        });
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        // Not as UseKestrel(0): it names the port to a server that may have been started by then.
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.UseContentRoot(Path.Combine(MeasuredSettings.Root, "src", "ClinicSite"));
        foreach (var (key, value) in MeasuredSettings.With(_folder, NoRelay))
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            foreach (var worker in services.Where(service => service.ImplementationType is { } type && (type == typeof(PageBankStart) || type.IsSubclassOf(typeof(WorkBehindSite)))).ToList())
            {
                services.Remove(worker);
            }
        });
    }
}
