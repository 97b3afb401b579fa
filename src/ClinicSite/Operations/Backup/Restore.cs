using ClinicSite.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Backup;

/// <summary>What a restore did.</summary>
/// <param name="Content">What the backup held.</param>
/// <param name="Erased">How many of its enquiries had been erased since and were erased again.</param>
/// <param name="Aside">Where the database that was in service went; null when there was none.</param>
public sealed record Restored(BackupContent Content, int Erased, string? Aside);

/// <summary>Puts a backup in the place of the database.</summary>
/// <remarks>
/// <code>
/// serving lock ► check the backup ► copy it beside the database ► erase in the copy what was erased since
///              ► set the present database aside ► rename the copy ► sync of the folder
/// </code>
/// Only while no site serves. Until the present database is set aside a crash changes nothing, and a copy that is left is
/// replaced by the next restore. A crash between setting aside and renaming leaves no database, which every start refuses
/// with the words to restore again. Erasing happens in the copy, so what was erased is never in service again, not even
/// for a moment. The present database's write-ahead log goes with it: beside the restored one it would be applied to it.
/// </remarks>
public sealed class Restore(
    IOptions<DataOptions> options,
    ServingLock servingLock,
    BackupCheck check,
    KeyRing keys,
    SchemaUpgrade schema,
    IDbContextFactory<EnquiryDb> databases,
    TimeProvider clock)
{
    /// <exception cref="StorageException">Nothing is deleted; the message says what to mend.</exception>
    public async Task<Restored> RunAsync(string backup, CancellationToken cancellation)
    {
        var data = options.Value;
        try
        {
            Lock(data);
            var content = await check.ReadAsync(backup, cancellation);
            DatabaseCopy.Write(backup, data.RestoringFile);
            HashSet<Guid> erasures = [];
            foreach (var folder in new[] { data.Folder, data.BackupFolder, Path.GetDirectoryName(backup)! })
            {
                erasures.UnionWith(await ErasureLog.ReadAsync(folder, cancellation));
            }

            var erased = EraseAgain(data.RestoringFile, erasures);
            PrivateFiles.Flush(data.RestoringFile);
            var aside = SetAside.Move(data.DatabaseFile, clock.GetUtcNow());
            File.Move(data.RestoringFile, data.DatabaseFile);
            PrivateFiles.FlushFolder(data.Folder);
            return new Restored(content, erased, aside);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new StorageException($"The backup is not in place: {refused.Message} Nothing is deleted. Mend that, then restore again.");
        }
    }

    /// <summary>Begins with an empty database after another one was lost for good.</summary>
    /// <exception cref="StorageException">There is a database; it was left alone.</exception>
    public async Task BeginEmptyAsync(CancellationToken cancellation)
    {
        var data = options.Value;
        Lock(data);
        SetAside.MoveOrphans(data.DatabaseFile, clock.GetUtcNow());
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellation);
            if (File.Exists(data.DatabaseFile))
            {
                await database.Database.OpenConnectionAsync(cancellation);
                if (SchemaUpgrade.Applied(database.Database.GetDbConnection()).Count > 0)
                {
                    throw new StorageException($"There is a database at {data.DatabaseFile}. It was left alone: an empty one is begun only where there is none.");
                }
            }

            keys.Open(create: true);
            if (!File.Exists(data.DatabaseFile))
            {
                // SQLite would make it readable by others.
                await PrivateFiles.Open(data.DatabaseFile, FileMode.CreateNew).DisposeAsync();
            }

            await schema.ApplyAsync(database, cancellation);
        }
        catch (SqliteException fault)
        {
            throw StorageFault.Explain(fault, data.DatabaseFile);
        }
    }

    private static int EraseAgain(string copy, HashSet<Guid> rows)
    {
        // The journal in memory: a copy whose erasing is interrupted is thrown away, and a file would keep the erased text.
        var connectionString = new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false, ForeignKeys = true };
        using var connection = new SqliteConnection(connectionString.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=MEMORY; PRAGMA secure_delete=ON;";
        command.ExecuteNonQuery();
        using var transaction = connection.BeginTransaction();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM enquiry WHERE Id = $id";
        var id = command.Parameters.Add("$id", SqliteType.Text);
        var erased = 0;
        foreach (var row in rows)
        {
            id.Value = row;
            erased += command.ExecuteNonQuery();
        }

        transaction.Commit();
        return erased;
    }

    private void Lock(DataOptions data)
    {
        PrivateFiles.CreateFolder(data.Folder);
        servingLock.Take(data.Folder);
    }
}
