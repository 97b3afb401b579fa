using System.Net.Http.Headers;
using AngleSharp;
using AngleSharp.Html.Dom;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using ClinicSite.Shell.Pages;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Serilog.Core;

namespace ClinicSite.Tests.Door;

/// <summary>
/// The whole program on a real Kestrel at a free loopback port, with a real database file in a folder of its own and a
/// clock that the test sets. Tests come in through its door: HTTP and HTML. Only one that says how pages go out
/// (<c>Pages:AlwaysFresh</c>) renders them all as it starts.
/// </summary>
public sealed class Site : IAsyncDisposable
{
    /// <summary>A Monday morning in summer time; the clinic of the sample settings is open.</summary>
    public static readonly DateTimeOffset Start = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly Factory _factory;
    private readonly bool _ownsFolder;

    private Site(Factory factory, string folder, bool ownsFolder)
    {
        _factory = factory;
        Folder = folder;
        _ownsFolder = ownsFolder;
        Http = NewVisitor();
    }

    public string Folder { get; }

    public string MailFolder => Path.Combine(Folder, "mail");

    public FakeTimeProvider Clock => _factory.Clock;

    public LogCapture Log => _factory.Log;

    public HttpClient Http { get; }

    public IServiceProvider Services => _factory.Services;

    /// <param name="settings">Over the shipped Development settings.</param>
    /// <param name="folder">A data folder to take over, as after a restart; a new one when null.</param>
    /// <param name="now">Where the clock starts; <see cref="Start"/> when null.</param>
    /// <param name="services">What no setting can change, such as a register with a fault in it.</param>
    public static Site Open(IDictionary<string, string?>? settings = null, string? folder = null, DateTimeOffset? now = null, Action<IServiceCollection>? services = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("clinicsite-").FullName;
        var factory = new Factory(data, settings ?? new Dictionary<string, string?>(StringComparer.Ordinal), now ?? Start, services);
        factory.UseKestrel();
        try
        {
            factory.StartServer();
        }
        catch when (folder is null)
        {
            // Nobody gets a site that would remove it.
            ConnectionPool.Clear(data);
            Directory.Delete(data, recursive: true);
            throw;
        }

        return new Site(factory, data, folder is null);
    }

    /// <summary>A browser that asks from this site's own pages; it follows no redirect.</summary>
    public HttpClient NewVisitor()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _factory.ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en-GB"));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    public async Task<IHtmlDocument> PageAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await HtmlOf(answer);
    }

    public static async Task<IHtmlDocument> HtmlOf(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var browsing = BrowsingContext.New(Configuration.Default);
        return (IHtmlDocument)await browsing.OpenAsync(
            request => request.Content(html).Address(answer.RequestMessage!.RequestUri!.ToString()), TestContext.Current.CancellationToken);
    }

    public async Task<T> ReadAsync<T>(Func<EnquiryDb, Task<T>> question)
    {
        await using var database = await Services.GetRequiredService<IDbContextFactory<EnquiryDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await question(database);
    }

    /// <summary>Moves the clock and pokes the notifier, as its own timer would.</summary>
    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        Services.GetRequiredService<NotifierSignal>().Wake();
    }

    /// <summary>Lets time go on, step by step, until something has happened: for what counts from a moment that no test can see.</summary>
    /// <remarks>
    /// The pause after each step waits for nothing in particular, and no result hangs on its length: what sets its timer too
    /// late for one step is reached by a later one. It only keeps the steps from being used up before the machine has got to
    /// anything at all, and no event can be awaited instead, since the fake clock tells nobody who waits for it.
    /// </remarks>
    public async Task GoOnUntilAsync(Task happened, TimeSpan step)
    {
        for (var steps = 0; await Task.WhenAny(happened, Task.Delay(100)) != happened; steps++)
        {
            Assert.True(steps < 600, $"It has not happened in {steps * step}.");
            Clock.Advance(step);
        }

        await happened;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        // Time goes on while a site stops, or its patience with a silent relay would never end.
        await GoOnUntilAsync(_factory.DisposeAsync().AsTask(), TimeSpan.FromSeconds(1));
        // The pool keeps the file open after the host is gone.
        ConnectionPool.Clear(Folder);
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }

        Log.AssertNamesNobody();
    }

    private sealed class Factory(string folder, IDictionary<string, string?> settings, DateTimeOffset now, Action<IServiceCollection>? changes) : WebApplicationFactory<Program>
    {
        public FakeTimeProvider Clock { get; } = new(now);

        public LogCapture Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            // Not as UseKestrel(0): it names the port to a server that may have been started by then.
            builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
            builder.UseSetting("Data:Folder", folder);
            // Tests send more forms than people do, and faster; those about screening put this back.
            builder.UseSetting("Enquiries:Screening:QuarantineFrom", "1000");
            builder.UseSetting("Enquiries:Screening:DailyRows", "1000000");
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<TimeProvider>();
                services.AddSingleton<TimeProvider>(Clock);
                services.AddSingleton<ILogEventSink>(Log);
                if (!settings.ContainsKey("Pages:AlwaysFresh"))
                {
                    // Half a second for pages that the test will ask for anyway, if it does.
                    services.RemoveHosted<PageBankStart>();
                    services.RemoveHosted<WorkBehindSite<PageBankWorker>>();
                }

                changes?.Invoke(services);
            });
        }
    }
}
