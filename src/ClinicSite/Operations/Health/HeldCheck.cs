using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClinicSite.Operations.Health;

/// <summary>
/// A check whose answer holds for five seconds, and that is made once for all who ask meanwhile: a probe may come from
/// anybody, as often as they like, and must not cost the database more than its owner's own.
/// </summary>
/// <remarks>A check that throws has no answer: whoever asks next makes it anew.</remarks>
public sealed class HeldCheck<TCheck>(TCheck check, TimeProvider clock) : IHealthCheck, IDisposable
    where TCheck : IHealthCheck
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
            // An answer of the future was given before the clock was set back.
            if (clock.GetUtcNow() - _lastAt >= Holds || clock.GetUtcNow() < _lastAt)
            {
                _last = await check.CheckHealthAsync(context, cancellationToken);
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
}
