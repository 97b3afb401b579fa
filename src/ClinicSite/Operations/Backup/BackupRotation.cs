using ClinicSite.Enquiries.Storage;

namespace ClinicSite.Operations.Backup;

/// <summary>Which backups have served their time, as one pure function.</summary>
/// <remarks>
/// Kept are: the last of every hour (UTC) within <c>KeepHourly</c> hours and <c>KeepDaily</c> days; the last of every day (UTC) within
/// <c>KeepDaily</c> days; every one made before an upgrade within <c>KeepDaily</c> days; and the newest, however old, since
/// without it there would be none. One from the future is left alone until its time has come: either the clock is wrong
/// now, or it was then, and deciding on a wrong clock could delete all.
/// </remarks>
public static class BackupRotation
{
    public static IReadOnlyList<BackupFile> Superfluous(IReadOnlyCollection<BackupFile> files, DateTimeOffset now, BackupOptions options)
    {
        var past = files.Where(file => file.Made <= now).OrderByDescending(file => file.Made).ToList();
        var hourly = past.Where(file => now - file.Made < TimeSpan.FromHours(options.KeepHourly) && IsWithinDays(file, now, options)).DistinctBy(file => file.Made.UtcTicks / TimeSpan.TicksPerHour);
        var daily = past.Where(file => IsWithinDays(file, now, options)).DistinctBy(file => file.Made.UtcTicks / TimeSpan.TicksPerDay);
        var upgrades = past.Where(file => file.BeforeUpgrade && IsWithinDays(file, now, options));
        return [.. past.Except([.. hourly, .. daily, .. upgrades, .. past.Take(1)])];
    }

    private static bool IsWithinDays(BackupFile file, DateTimeOffset now, BackupOptions options) => now - file.Made < TimeSpan.FromDays(options.KeepDaily);
}
