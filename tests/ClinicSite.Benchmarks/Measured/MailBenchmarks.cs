using BenchmarkDotNet.Attributes;
using ClinicSite.Benchmarks.Door;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Benchmarks.Measured;

/// <summary>A staff mail from its stored row to the bytes that travel.</summary>
public class MailBenchmarks
{
    private MeasuredSite _site = null!;
    private DeliveryComposer _composer = null!;
    private EnquiryDb _database = null!;
    private Delivery _notice = null!;

    [GlobalSetup]
    public async Task Open()
    {
        _site = MeasuredSite.Open();
        _composer = _site.Services.GetRequiredService<DeliveryComposer>();
        await _site.Services.GetRequiredService<EnquiryIntake>().TakeAsync(Samples.Details(1), token: null, Samples.NoSuspicion, remote: null);
        _database = await _site.Services.GetRequiredService<IDbContextFactory<EnquiryDb>>().CreateDbContextAsync();
        _notice = await _database.Deliveries.AsNoTracking().Include(row => row.Enquiry).FirstAsync(row => row.Kind == DeliveryKind.StaffNotice);
    }

    [GlobalCleanup]
    public async Task Close()
    {
        await _database.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Benchmark]
    public async Task Compose()
    {
        using var message = await _composer.ComposeAsync(_notice, _database, CancellationToken.None);
        await message.WriteToAsync(Stream.Null);
    }
}
