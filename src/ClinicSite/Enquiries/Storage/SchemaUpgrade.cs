using System.Collections.Frozen;
using System.Data.Common;
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
    /// <summary>
    /// What this program knows. Written down, because every start asks: EF Core would build its model first, and looking
    /// through all types of the program takes longer than the rest of the storage's start. A test compares it with EF Core.
    /// </summary>
    internal static readonly FrozenSet<string> Known =
        FrozenSet.Create(StringComparer.Ordinal, "20261122184616_Initial", "20261122202751_DeskChanged");

    /// <summary>The migrations that an open database went through: none where it is empty.</summary>
    public static IReadOnlySet<string> Applied(DbConnection database)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        using var command = database.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if (command.ExecuteScalar() is 0L)
        {
            return applied;
        }

        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            applied.Add(rows.GetString(0));
        }

        return applied;
    }

    /// <summary>Refuses a database that a newer program has changed: this one would write rows that it lacks.</summary>
    /// <returns>False when it is older than this program.</returns>
    /// <exception cref="StorageException">It is newer.</exception>
    public static bool IsCurrent(IReadOnlySet<string> applied, string file)
    {
        if (applied.Except(Known, StringComparer.Ordinal).Max(StringComparer.Ordinal) is { } unknown)
        {
            throw new StorageException($"The database {file} was made by a newer version of this program (it has \"{unknown}\", which this one does not know). Start that version again; or restore a backup from before it (its name ends in -before-upgrade) with \"restore FILE\", which gives up what came in since.");
        }

        return applied.SetEquals(Known);
    }

    public async Task ApplyAsync(EnquiryDb database, CancellationToken cancellation)
    {
        await database.Database.OpenConnectionAsync(cancellation);
        var applied = Applied(database.Database.GetDbConnection());
        if (IsCurrent(applied, options.Value.DatabaseFile))
        {
            return;
        }

        if (applied.Count > 0)
        {
            var copy = backups.NameAt(clock.GetUtcNow(), beforeUpgrade: true);
            LogBackingUp(copy);
            DatabaseCopy.Make(options.Value.DatabaseFile, copy);
        }

        await ReleaseOrphanedLockAsync(database, cancellation);
        LogMigrating(Known.Count - applied.Count);
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
