using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ClinicSite.Benchmarks.Load;

namespace ClinicSite.Benchmarks;

/// <summary>
/// What the site costs: <c>posts</c> and <c>growth</c> measure a whole program over HTTP and the disk under it, anything
/// else is BenchmarkDotNet's (<c>--filter '*'</c> runs all). Built for Release only; <c>dotnet test</c> passes it over.
/// </summary>
internal static class Entry
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["posts", .. var rest]:
                await PostsRun.RunAsync(Numbers.From(rest));
                return 0;
            case ["growth", .. var rest]:
                await GrowthRun.RunAsync(Numbers.From(rest));
                return 0;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Entry).Assembly).Run(args, Config());
                return 0;
        }
    }

    /// <summary>
    /// In this process: the usual child build would leave the site's own files (settings, dependency list, stylesheets)
    /// behind, and would compile the whole site again for every benchmark.
    /// </summary>
    private static ManualConfig Config() => ManualConfig.Create(DefaultConfig.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
}
