namespace ClinicSite.Shell;

/// <summary>When this run of the program began, for whatever counts from there and may itself be made later.</summary>
public sealed class RunStart(TimeProvider clock)
{
    private readonly Lock _reading = new();
    private DateTimeOffset _at = clock.GetUtcNow();

    /// <summary>By the clock as it is now: where it has been set back since, the run began no later than now.</summary>
    public DateTimeOffset At
    {
        get
        {
            var now = clock.GetUtcNow();
            lock (_reading)
            {
                return _at = _at < now ? _at : now;
            }
        }
    }
}
