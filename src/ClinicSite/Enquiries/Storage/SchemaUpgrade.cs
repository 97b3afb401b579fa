using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Brings the database to this program's version, and refuses one that is ahead of it.</summary>
/// <remarks>
/// Only under the serving lock. What exists is backed up first, into the backup folder with <c>-before-upgrade</c> in its
/// name; without that copy nothing is changed. Each migration is a transaction: a crash between two of them leaves a
/// database that the next start takes further. While it works, EF Core holds a row in a table as its lock, and a killed
/// program leaves it there: <c>Migrate()</c> would then wait for ever. Whoever holds the serving lock knows that the row is
/// a dead program's, since nothing else migrates, and removes it.
/// </remarks>
public sealed partial class SchemaUpgrade(IOptions<DataOptions> options, BackupFiles backups, TimeProvider clock, ILogger<SchemaUpgrade> log)
{
    /// <summary>Refuses a database that a newer program has changed: this one would write rows that it lacks.</summary>
    /// <returns>False when it is older than this program.</returns>
    /// <exception cref="StorageException">It is newer.</exception>
    public static async Task<bool> IsCurrentAsync(EnquiryDb database, string file, CancellationToken cancellation)
    {
        var known = database.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = (await database.Database.GetAppliedMigrationsAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        if (applied.Except(known, StringComparer.Ordinal).Max(StringComparer.Ordinal) is { } unknown)
        {
            throw new StorageException($"The database {file} was made by a newer version of this program (it has \"{unknown}\", which this one does not know). Start that version again; or restore a backup from before it (its name ends in -before-upgrade) with \"restore FILE\", which gives up what came in since.");
        }

        return applied.SetEquals(known);
    }

    public async Task ApplyAsync(EnquiryDb database, CancellationToken cancellation)
    {
        if (await IsCurrentAsync(database, options.Value.DatabaseFile, cancellation))
        {
            return;
        }

        var pending = (await database.Database.GetPendingMigrationsAsync(cancellation)).Count();
        if ((await database.Database.GetAppliedMigrationsAsync(cancellation)).Any())
        {
            var copy = backups.NameAt(clock.GetUtcNow(), beforeUpgrade: true);
            LogBackingUp(copy);
            DatabaseCopy.Make(options.Value.DatabaseFile, copy);
        }

        await ReleaseOrphanedLockAsync(database, cancellation);
        LogMigrating(pending);
        await database.Database.MigrateAsync(cancellation);
    }

    private async Task ReleaseOrphanedLockAsync(EnquiryDb database, CancellationToken cancellation)
    {
        var tables = await database.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(cancellation);
        if (tables > 0 && await database.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellation) > 0)
        {
            LogReleased();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Backing the database up to {Copy} before it is brought up to date")]
    private partial void LogBackingUp(string copy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last program was stopped while it brought the database up to date; its lock is released")]
    private partial void LogReleased();

    [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database up to date: {Count} migration(s) to apply")]
    private partial void LogMigrating(int count);
}
