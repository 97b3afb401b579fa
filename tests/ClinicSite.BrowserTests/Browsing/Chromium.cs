using ClinicSite.BrowserTests.Browsing;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace ClinicSite.BrowserTests.Browsing;

/// <summary>
/// One browser for the whole run, the one that the machine has: nothing is ever downloaded. Every test gets contexts of
/// its own, which share nothing. Without a browser each test is skipped and says how to get one.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "CLINICSITE_CHROMIUM";
    private const string Usual = "/usr/bin/chromium";

    private readonly Lazy<Site> _site = new(() => Site.Open());
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A site for tests that only read; what a test sends it sends to a site of its own.</summary>
    public Site Site => _site.Value;

    public IReadOnlyList<string> Paths => [.. Site.Services.GetRequiredService<PageCatalogue>().Pages.Select(page => page.Path)];

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable(Variable) ?? Usual;
        if (!File.Exists(path))
        {
            return;
        }

        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            // A tester's browser has the back-forward cache switched off; a visitor's has not.
            IgnoreDefaultArgs = ["--disable-back-forward-cache"],
            // Whatever a page or the browser itself asks of anybody else finds nobody.
            Args = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"],
        });
    }

    /// <summary>A visitor in a window of this width. Nothing moves, so that what is measured stands still.</summary>
    public async Task<IBrowserContext> VisitAsync(Site site, int width = 1280, Theme theme = Theme.Light, Action<BrowserNewContextOptions>? also = null)
    {
        Assert.SkipWhen(_browser is null, $"There is no browser at {Usual}. Install it (apt-get install chromium) or name another Chromium in {Variable}.");
        var options = new BrowserNewContextOptions
        {
            BaseURL = site.Http.BaseAddress!.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
            ColorScheme = theme.Scheme(),
            ForcedColors = theme.Forced(),
        };
        also?.Invoke(options);
        return await _browser.NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_site.IsValueCreated)
        {
            await Site.DisposeAsync();
        }
    }
}
