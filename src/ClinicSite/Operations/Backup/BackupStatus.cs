namespace ClinicSite.Operations.Backup;

/// <summary>How the backups of this program stand, for whoever watches its health.</summary>
public sealed class BackupStatus
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _lastGood;
    private DateTimeOffset? _watchedSince;

    /// <summary>When all that is stored was last known to be backed up, or there was nothing to back up; null before the first look.</summary>
    public DateTimeOffset? LastGood
    {
        get
        {
            lock (_gate)
            {
                return _lastGood;
            }
        }
    }

    /// <summary>True when for more than a day no backup was made that should have been.</summary>
    public bool IsOverdue(DateTimeOffset now)
    {
        lock (_gate)
        {
            return (_lastGood ?? _watchedSince) is { } since && now - since > Patience;
        }
    }

    internal void Look(DateTimeOffset now, DateTimeOffset? good)
    {
        lock (_gate)
        {
            _watchedSince ??= now;
            _lastGood = good ?? _lastGood;
        }
    }
}
