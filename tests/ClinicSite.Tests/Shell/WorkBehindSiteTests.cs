using System.Net.Sockets;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using ClinicSite.Tests.Door;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClinicSite.Tests.Shell;

/// <summary>What goes on behind the open site, and what becomes of the site when it breaks.</summary>
public sealed class WorkBehindSiteTests
{
    [Fact]
    public async Task Begin_OnceTheSiteIsOpen_OnAThreadOfItsOwn()
    {
        // The server is started after it.
        await using var site = Site.Open(services: AddFirst<Watching>);

        var (wasOpen, wasOfThePool) = await site.Services.GetRequiredService<Watching>().Begun
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(wasOpen);
        Assert.False(wasOfThePool);
    }

    [Fact]
    public async Task Begin_OnceEveryPageCanBeAnswered()
    {
        await using var site = Site.Open(services: services => services.AddWorkBehindSite<Asking>());

        Assert.True(await site.Services.GetRequiredService<Asking>().WasLaid.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Break_BehindTheOpenSite_StopsItAndSaysWhy()
    {
        await using var site = Site.Open(services: services => services.AddWorkBehindSite<Breaking>());
        // Asked before it breaks: a site that stops takes its services with it.
        var runner = Runner<Breaking>(site);
        var stops = new TaskCompletionSource();
        await using var stopping = site.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stops.SetResult);

        site.Services.GetRequiredService<Breaking>().Break();

        await site.Log.SawAsync("It broke behind the site.");
        await stops.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(runner.HasBroken);
    }

    [Fact]
    public async Task Break_WhileTheSiteStops_IsNoFailure()
    {
        WorkBehindSite runner;
        LogCapture log;
        await using (var site = Site.Open(services: services => services.AddWorkBehindSite<BreakingOff>()))
        {
            runner = Runner<BreakingOff>(site);
            log = site.Log;
            await site.Services.GetRequiredService<BreakingOff>().Begun.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.False(runner.HasBroken);
        Assert.DoesNotContain(log.Lines, line => line.Contains("It broke off.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Break_WhileThePipelineIsLaid_StopsTheOpenSiteBeforeAnyWorkBegins()
    {
        Asking? made = null;
        using var isOpen = new ManualResetEventSlim();
        await using var site = Site.Open(services: services =>
        {
            services.AddSingleton(provider => made = new Asking(provider.GetRequiredService<SitePipeline>()));
            services.AddWorkBehindSite<Asking>();
            services.Configure<ForwardedHeadersOptions>(_ =>
            {
                isOpen.Wait();
                throw new InvalidOperationException("It was not laid.");
            });
        });
        isOpen.Set();

        await site.Log.SawAsync("It was not laid.");
        await site.Log.SawAsync("the IHost instance is stopping");
        Assert.Null(made);
    }

    [Fact]
    public void Break_WhileThePipelineIsLaid_IsTheOneFaultOfAStartThatRendersItsPages()
    {
        var refused = Record.Exception(() => Site.Open(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pages:AlwaysFresh"] = "false" },
            services: services => services.Configure<ForwardedHeadersOptions>(_ => throw new InvalidOperationException("It was not laid."))));

        Assert.Equal("It was not laid.", refused?.Message);
    }

    /// <summary>Until it is told so, mails go out that nobody will note any more.</summary>
    [Fact]
    public async Task Stop_WhileAVisitorSendsNothingMore_IsToldBeforeTheVisitorIsGivenUp()
    {
        // The host stops its services from the last to the first: the server, which waits for its visitors, before this one.
        await using var site = Site.Open(services: AddFirst<Waiting>);
        await site.PageAsync("/privacy");
        var work = site.Services.GetRequiredService<Waiting>();
        await work.Begun.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        using var visitor = new TcpClient();
        await visitor.ConnectAsync(site.Http.BaseAddress!.Host, site.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await visitor.Client.SendAsync("GET / HTTP/1.1\r\nHost: local"u8.ToArray(), TestContext.Current.CancellationToken);

        var stopped = site.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

        await work.Told.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        // The order tells, and no clock: nobody has hung up on the visitor yet.
        Assert.False(visitor.Client.Poll(0, SelectMode.SelectRead));
        visitor.Dispose();
        await stopped;
    }

    private static void AddFirst<TWork>(IServiceCollection services)
        where TWork : class, IWorkBehindSite
    {
        services.AddWorkBehindSite<TWork>();
        var hosted = services[^1];
        services.RemoveAt(services.Count - 1);
        services.Insert(0, hosted);
    }

    private static WorkBehindSite<TWork> Runner<TWork>(Site site)
        where TWork : class, IWorkBehindSite => site.Services.GetServices<IHostedService>().OfType<WorkBehindSite<TWork>>().Single();

    private sealed class Watching(IServer server) : IWorkBehindSite
    {
        private readonly TaskCompletionSource<(bool WasOpen, bool WasOfThePool)> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(bool WasOpen, bool WasOfThePool)> Begun => _begun.Task;

        public Task RunAsync(CancellationToken stopping)
        {
            // The address's port is 0 until it is bound.
            var isOpen = server.Features.Get<IServerAddressesFeature>()!.Addresses.All(address => new Uri(address).Port != 0);
            _begun.SetResult((isOpen, Thread.CurrentThread.IsThreadPoolThread));
            return Task.CompletedTask;
        }
    }

    private sealed class Asking(SitePipeline pipeline) : IWorkBehindSite
    {
        private readonly TaskCompletionSource<bool> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> WasLaid => _asked.Task;

        public Task RunAsync(CancellationToken stopping)
        {
            _asked.SetResult(pipeline.Laid.IsCompletedSuccessfully);
            return Task.CompletedTask;
        }
    }

    private sealed class Waiting : IWorkBehindSite
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public Task Told => _told.Task;

        public async Task RunAsync(CancellationToken stopping)
        {
            using var told = stopping.Register(_told.SetResult);
            _begun.SetResult();
            await _told.Task;
        }
    }

    private sealed class BreakingOff : IWorkBehindSite
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public async Task RunAsync(CancellationToken stopping)
        {
            _begun.SetResult();
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("It broke off.");
        }
    }

    private sealed class Breaking : IWorkBehindSite
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Break() => _told.SetResult();

        public async Task RunAsync(CancellationToken stopping)
        {
            await _told.Task;
            // Of a start it is told in words, once; in an open site nobody but the log tells it.
            throw new KeyRingException("It broke behind the site.");
        }
    }
}
