using System.Text;
using ClinicSite.Shell.Pages;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell.Pages;

/// <summary>What a restart finds of the last run's pages, and when it must not.</summary>
public sealed class KeptPagesTests : IDisposable
{
    private const string Page = "/treatments/microneedling";
    private const string Opens = "opens with the pages of its last run";

    private readonly DataFolder _data = new();

    private string KeptFile => Path.Combine(_data.Folder, "pages.bin");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_AfterARestart_OpensWithTheSamePagesInEveryCoding()
    {
        var before = await RunAsync();

        await using var site = Open();

        Assert.Contains(site.Log.Lines, line => line.Contains(Opens, StringComparison.Ordinal));
        var kept = site.Services.GetRequiredService<KeptPages>().Find()!;
        Assert.Equal(before.Order(), kept.SelectMany(Tags).Order());
        Assert.Equal(before.Order(), site.Services.GetRequiredService<PageBank>().Shared.SelectMany(Tags).Order());
    }

    [Fact]
    public async Task Open_WhileWhatStandsBehindThePagesIsLaid_AnswersThemAndLetsTheFormWait()
    {
        await RunAsync();
        using var goesOn = new ManualResetEventSlim();
        await using var site = Open(services: services => services.Configure<ForwardedHeadersOptions>(_ => goesOn.Wait()));

        await site.PageAsync(Page);
        var form = site.PageAsync("/consultation");
        // One that was asked for later is answered meanwhile.
        await site.PageAsync(Page);
        Assert.False(form.IsCompleted);
        goesOn.Set();

        Assert.NotNull((await form).QuerySelector("form"));
    }

    [Theory]
    [InlineData("Clinic:Phone", "01632 960999")]
    [InlineData("Clinic:Name", "Another Clinic", Explicit = true)]
    [InlineData("Evidence:PublishUnreviewed", "false", Explicit = true)]
    public async Task Start_WithAnotherSetting_RendersAnew(string key, string value)
    {
        await RunAsync();

        await using var site = Open(new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = value });

        Assert.DoesNotContain(site.Log.Lines, line => line.Contains(Opens, StringComparison.Ordinal));
    }

    /// <summary>Pages name static files by their fingerprints: a deploy that changes the stylesheet alone changes every page.</summary>
    [Fact]
    public async Task Find_AfterTheListOfStaticFilesChanged_FindsNothing()
    {
        await RunAsync();
        await using var site = Open();
        var kept = site.Services.GetRequiredService<KeptPages>();
        Assert.NotNull(kept.Find());

        // The list is the file that is called like the program.
        site.Services.GetRequiredService<IWebHostEnvironment>().ApplicationName = "ProgramWithoutFiles";

        Assert.Null(kept.Find());
    }

    [Theory]
    [InlineData(13, 59, true)]
    // Summer time: the clinic's Tuesday begins an hour before that of UTC.
    [InlineData(14, 1, false)]
    public async Task Start_WhileTheClinicsDayLasts_OpensWithWhatWasKept(int hoursLater, int minutes, bool isKept)
    {
        await RunAsync();

        await using var site = Open(now: Site.Start + new TimeSpan(hoursLater, minutes, 0));

        Assert.Equal(isKept, site.Log.Lines.Any(line => line.Contains(Opens, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("cut", Explicit = true)]
    [InlineData("changed")]
    [InlineData("empty", Explicit = true)]
    [InlineData("folder", Explicit = true)]
    public async Task Start_WithADamagedFile_RendersAnew(string damage)
    {
        await RunAsync();
        var file = await File.ReadAllBytesAsync(KeptFile, TestContext.Current.CancellationToken);
        File.Delete(KeptFile);
        switch (damage)
        {
            case "cut":
                await File.WriteAllBytesAsync(KeptFile, file[..(file.Length / 2)], TestContext.Current.CancellationToken);
                break;
            case "changed":
                file[file.Length / 2] ^= 1;
                await File.WriteAllBytesAsync(KeptFile, file, TestContext.Current.CancellationToken);
                break;
            case "empty":
                await File.WriteAllBytesAsync(KeptFile, [], TestContext.Current.CancellationToken);
                break;
            default:
                Directory.CreateDirectory(KeptFile);
                break;
        }

        await using var site = Open();

        Assert.DoesNotContain(site.Log.Lines, line => line.Contains(Opens, StringComparison.Ordinal));
        var page = await site.PageAsync(Page);
        Assert.NotNull(page.QuerySelector("h1"));
        if (damage == "folder")
        {
            await site.Log.SawAsync("not kept for the next start");
        }
    }

    [Fact]
    public async Task Start_WithAKeptPageTooFew_RendersAnew()
    {
        await RunAsync(pages => pages.Where(page => page.Key != Page).ToDictionary(StringComparer.Ordinal));

        await using var site = Open();

        Assert.DoesNotContain(site.Log.Lines, line => line.Contains(Opens, StringComparison.Ordinal));
        Assert.NotNull((await site.PageAsync(Page)).QuerySelector("h1"));
    }

    [Fact]
    public async Task Fail_AtMidnight_KeepsNothingForTheNewDayAndLeavesTheOldPages()
    {
        var rendering = new FailingRendering();
        using var keeping = new FileWatch(KeptFile);
        await using var site = Open(services: services => services.AddSingleton<IPageInspector>(rendering));
        await keeping.SawAsync();
        var before = await File.ReadAllBytesAsync(KeptFile, TestContext.Current.CancellationToken);
        rendering.Fails = true;

        // The second failure shows that what follows the first is over.
        foreach (var midnight in (int[])[1, 2])
        {
            await site.GoOnUntilAsync(site.Log.SawAsync("could not be rendered anew", midnight), TimeSpan.FromHours(3));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(KeptFile, TestContext.Current.CancellationToken));
        Assert.NotNull((await site.PageAsync(Page)).QuerySelector("h1"));
    }

    [Fact]
    public async Task Start_WithPagesThatDiffer_PutsThemRightBehindTheOpenSite()
    {
        await RunAsync(pages => pages.ToDictionary(page => page.Key, page => Marked(page.Value), StringComparer.Ordinal));
        using var rendering = new HeldRendering();

        await using var site = Open(services: services => services.AddSingleton<IPageInspector>(rendering));
        var first = await TextAsync(site);
        rendering.GoOn();
        await rendering.Done.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var then = await TextAsync(site);

        Assert.EndsWith("marked\n", first, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", then, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Tags(KeyValuePair<string, BankedPage> page) =>
        [$"{page.Key} {page.Value.Identity.ETag}", $"{page.Key} {page.Value.Gzip?.ETag}", $"{page.Key} {page.Value.Brotli?.ETag}"];

    private static BankedPage Marked(BankedPage page) =>
        BankedPage.Of(new RenderedPage(page.ContentType, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page.Identity.Body.Span) + "marked"))).Compressed();

    private static Task<string> TextAsync(Site site) => site.Http.GetStringAsync(new Uri(Page, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>A first run of the site, which keeps its pages.</summary>
    /// <returns>The tags of all pages.</returns>
    private async Task<IReadOnlyList<string>> RunAsync(Func<IReadOnlyDictionary<string, BankedPage>, IReadOnlyDictionary<string, BankedPage>>? change = null)
    {
        using var keeping = new FileWatch(KeptFile);
        await using var site = Open();
        await keeping.SawAsync();
        var pages = site.Services.GetRequiredService<PageBank>().Shared;
        if (change is not null)
        {
            site.Services.GetRequiredService<KeptPages>().Keep(change(pages), Site.Start);
        }

        return [.. pages.SelectMany(Tags)];
    }

    private Site Open(Dictionary<string, string?>? settings = null, DateTimeOffset? now = null, Action<IServiceCollection>? services = null) =>
        Site.Open(new Dictionary<string, string?>(settings ?? [], StringComparer.Ordinal) { ["Pages:AlwaysFresh"] = "false" }, _data.Folder, now, services);

    private sealed class FailingRendering : IPageInspector
    {
        private volatile bool _fails;

        public bool Fails { set => _fails = value; }

        public void Inspect(SitePage page, IServiceProvider scope)
        {
            if (_fails)
            {
                throw new InvalidOperationException("Not today.");
            }
        }

        public void Conclude()
        {
        }
    }

    /// <summary>Sees a file that is renamed into its place.</summary>
    private sealed class FileWatch : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public FileWatch(string file)
        {
            _watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file));
            _watcher.Renamed += (_, _) => _seen.TrySetResult();
            _watcher.EnableRaisingEvents = true;
        }

        public Task SawAsync() => _seen.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        public void Dispose() => _watcher.Dispose();
    }

    /// <summary>Holds every rendering until it may go on.</summary>
    private sealed class HeldRendering : IPageInspector, IDisposable
    {
        private readonly ManualResetEventSlim _mayGoOn = new();
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void GoOn() => _mayGoOn.Set();

        public void Inspect(SitePage page, IServiceProvider scope) => Assert.True(_mayGoOn.Wait(TimeSpan.FromSeconds(60)), "Pages were rendered before the site opened.");

        public void Conclude() => _done.TrySetResult();

        public void Dispose() => _mayGoOn.Dispose();
    }
}
