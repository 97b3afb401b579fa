using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClinicSite.Operations.Health;

/// <summary>
/// Can an enquiry be stored? It writes, through the door that enquiries take; reading would also succeed on a full disk.
/// </summary>
/// <remarks>
/// What it writes is the file's user version, which nothing uses, as the number it already is: a page goes through the
/// WAL and is synced.
/// </remarks>
public sealed class DatabaseCheck(DatabaseWriter writer) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await writer.WriteAsync((database, token) => database.Database.ExecuteSqlAsync($"PRAGMA user_version = 0", token), cancellationToken);
            return HealthCheckResult.Healthy("The database takes enquiries.");
        }
        catch (StorageBusyException)
        {
            return HealthCheckResult.Unhealthy("The database cannot be written: it is locked, full, read-only or damaged. Visitors are asked to call. See the log.");
        }
    }
}
