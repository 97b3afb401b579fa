using ClinicSite.Shell;
using ClinicSite.Tests.Door;
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
        // First in the row: the server is started after it.
        await using var site = Site.Open(services: services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Watching>()));

        var (wasOpen, wasOfThePool) = await Of<Watching>(site).Begun
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(wasOpen);
        Assert.False(wasOfThePool);
    }

    [Fact]
    public async Task Break_BehindTheOpenSite_StopsItAndSaysWhy()
    {
        await using var site = Site.Open(services: services => services.AddHostedService<Breaking>());

        await site.Log.SawAsync("It broke behind the site.");
        var stops = new TaskCompletionSource();
        await using var stopping = site.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stops.SetResult);
        await stops.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(Of<Breaking>(site).HasBroken);
    }

    [Fact]
    public async Task Break_WhileTheSiteStops_IsNoFailure()
    {
        BreakingOff work;
        LogCapture log;
        await using (var site = Site.Open(services: services => services.AddHostedService<BreakingOff>()))
        {
            work = Of<BreakingOff>(site);
            log = site.Log;
            await work.Begun.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.False(work.HasBroken);
        Assert.DoesNotContain(log.Lines, line => line.Contains("It broke off.", StringComparison.Ordinal));
    }

    private static T Of<T>(Site site) => site.Services.GetServices<IHostedService>().OfType<T>().Single();

    private sealed class Watching(IServer server) : WorkBehindSite
    {
        private readonly TaskCompletionSource<(bool WasOpen, bool WasOfThePool)> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(bool WasOpen, bool WasOfThePool)> Begun => _begun.Task;

        protected override Task WorkAsync(CancellationToken stopping)
        {
            // The address's port is 0 until it is bound.
            var isOpen = server.Features.Get<IServerAddressesFeature>()!.Addresses.All(address => new Uri(address).Port != 0);
            _begun.SetResult((isOpen, Thread.CurrentThread.IsThreadPoolThread));
            return Task.CompletedTask;
        }
    }

    private sealed class BreakingOff : WorkBehindSite
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        protected override async Task WorkAsync(CancellationToken stopping)
        {
            _begun.SetResult();
            await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("It broke off.");
        }
    }

    private sealed class Breaking : WorkBehindSite
    {
        protected override Task WorkAsync(CancellationToken stopping) => throw new InvalidOperationException("It broke behind the site.");
    }
}
