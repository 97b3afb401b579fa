using BenchmarkDotNet.Attributes;
using ClinicSite.Benchmarks.Door;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Benchmarks.Measured;

/// <summary>A delivery row is claimed: one committed, synced transaction on a real file.</summary>
public class ClaimBenchmarks
{
    private const int Rows = 60;

    private MeasuredSite _site = null!;
    private DeliveryRows _rows = null!;
    private IDbContextFactory<EnquiryDb> _databases = null!;
    private List<Guid> _owed = null!;

    [GlobalSetup]
    public async Task Open()
    {
        _site = MeasuredSite.Open();
        _rows = _site.Services.GetRequiredService<DeliveryRows>();
        _databases = _site.Services.GetRequiredService<IDbContextFactory<EnquiryDb>>();
        var intake = _site.Services.GetRequiredService<EnquiryIntake>();
        for (var number = 0; number < Rows; number++)
        {
            await intake.TakeAsync(Samples.Details(number), token: null, Samples.NoSuspicion, remote: null);
        }

        await using var database = await _databases.CreateDbContextAsync();
        _owed = await database.Deliveries.Select(row => row.Id).Take(Rows).ToListAsync();
    }

    [IterationSetup]
    public void OweAgain()
    {
        using var database = _databases.CreateDbContext();
        database.Deliveries.ExecuteUpdate(row => row.SetProperty(delivery => delivery.State, DeliveryState.Pending));
    }

    [GlobalCleanup]
    public async Task Close() => await _site.DisposeAsync();

    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task Claim()
    {
        foreach (var id in _owed)
        {
            if (!await _rows.ClaimAsync(id, CancellationToken.None))
            {
                throw new InvalidOperationException("A row that is due could not be claimed.");
            }
        }
    }
}
