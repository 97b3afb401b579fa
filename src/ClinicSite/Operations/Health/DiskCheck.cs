using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Health;

/// <summary>Is there room for enquiries to come? On a full disk even deleting fails, so it must be known before.</summary>
public sealed class DiskCheck(IOptions<DataOptions> data, IOptions<HealthOptions> options) : IHealthCheck
{
    private const long Megabyte = 1024 * 1024;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = new DriveInfo(data.Value.Folder).AvailableFreeSpace / Megabyte;
        return Task.FromResult(free >= options.Value.LeastFreeDisk
            ? HealthCheckResult.Healthy($"{free} MB are free.")
            : HealthCheckResult.Degraded($"Only {free} MB are free on the disk of {data.Value.Folder}. Make room before enquiries cannot be stored."));
    }
}
