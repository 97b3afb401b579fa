using BenchmarkDotNet.Attributes;
using ClinicSite.Benchmarks.Door;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Benchmarks.Measured;

/// <summary>What a person wrote, into its box and out of it.</summary>
public class SealBenchmarks
{
    private static readonly Guid Row = new("0199f000-0000-7000-8000-000000000001");
    private static readonly EnquiryDetails Details = Samples.Details(1);

    private MeasuredSite _site = null!;
    private DetailsSeal _seal = null!;
    private SealedText _box = null!;

    [GlobalSetup]
    public void Open()
    {
        _site = MeasuredSite.Open();
        _seal = _site.Services.GetRequiredService<DetailsSeal>();
        _box = _seal.Seal(Details, Row);
    }

    [GlobalCleanup]
    public async Task Close() => await _site.DisposeAsync();

    [Benchmark(Description = "Seal")]
    public SealedText SealDetails() => _seal.Seal(Details, Row);

    [Benchmark(Description = "Open")]
    public EnquiryDetails OpenDetails() => _seal.Open(_box, Row);
}
