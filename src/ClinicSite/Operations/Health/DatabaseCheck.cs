using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClinicSite.Operations.Health;

/// <summary>
/// Can an enquiry be stored? It writes, through the door that enquiries take; reading would also succeed on a full disk.
/// </summary>
/// <remarks>
/// What it writes is the file's user version, which nothing uses, as the number it already is: a page goes through the
/// WAL and is synced. A probe may come from anybody, so one answer holds for a few seconds.
/// </remarks>
public sealed class DatabaseCheck(DatabaseWriter writer, TimeProvider clock) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private HealthCheckResult _last;
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (clock.GetUtcNow() - _lastAt >= Holds || clock.GetUtcNow() < _lastAt)
            {
                _last = await WriteAsync(cancellationToken);
                _lastAt = clock.GetUtcNow();
            }

            return _last;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<HealthCheckResult> WriteAsync(CancellationToken cancellationToken)
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
