using BenchmarkDotNet.Attributes;
using ClinicSite.Benchmarks.Door;
using ClinicSite.Shell.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Benchmarks.Measured;

/// <summary>The longest page: asked for through the whole pipeline, as a visitor's browser does, and made anew.</summary>
public class PageBenchmarks
{
    private const string Page = "/treatments/microneedling";

    private MeasuredSite _site = null!;
    private PageRenderer _renderer = null!;

    [GlobalSetup]
    public async Task Open()
    {
        _site = MeasuredSite.Open();
        _renderer = _site.Services.GetRequiredService<PageRenderer>();
        // The worker that does this is one of those left out.
        var bank = _site.Services.GetRequiredService<PageBank>();
        await bank.RenderAsync(atOnce: 1, CancellationToken.None);
        bank.Compress(CancellationToken.None);
        if (await Hit() != bank.Find(Page)!.Brotli!.Body.Length)
        {
            throw new InvalidOperationException("The answer is not the page of the bank.");
        }
    }

    [GlobalCleanup]
    public async Task Close() => await _site.DisposeAsync();

    [Benchmark]
    public Task<long> Hit() => _site.ByHand.GetAsync(Page, "br");

    [Benchmark]
    public async Task<int> Render()
    {
        await using var scope = _site.Services.CreateAsyncScope();
        return (await _renderer.RenderAsync(Page, scope.ServiceProvider, CancellationToken.None)).Body.Length;
    }
}
