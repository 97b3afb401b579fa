using ClinicSite.Enquiries.Notification;
using ClinicSite.Shell;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Gets the storage ready before the first request is taken. Whatever is wrong stops the start with a message.
/// </summary>
/// <remarks>
/// <code>
/// folder ► serving lock ► is the file sound? ► keys ► engine ► write-ahead log emptied
///                             └─ no: set aside, start refused
///        ► version, backup, migrations ► leases ► newest row opens
///             └─ newer than this program: refused
/// </code>
/// The order matters: nothing is touched before the lock is ours; nothing is opened for writing before it is known to be
/// sound; keys are made only where there has never been a database. A crash at any point leaves something the next start
/// goes on from: a lock that the system frees, a file that is set aside whole or not yet, keys without a database, a
/// database without tables, or one between two migrations.
/// It speaks plain SQL and asks for EF Core only where there is something to migrate: to make it ready takes longer than
/// all of this, and visitors wait for it at every start. Behind the open site the notifier does it.
/// </remarks>
public sealed partial class StorageStart(
    IOptions<DataOptions> options,
    ServingLock servingLock,
    KeyRing keys,
    DetailsSeal seal,
    LostDatabase lost,
    SchemaUpgrade schema,
    IServiceProvider services,
    TimeProvider clock,
    ILogger<StorageStart> log) : WorkBeforeSite
{
    /// <summary>Older engines have a fault in WAL checkpoints that can lose a commit.</summary>
    private static readonly Version OldestEngine = new(3, 51, 3);

    public override async Task StartingAsync(CancellationToken cancellationToken)
    {
        var data = options.Value;
        CreateFolder(data.Folder);
        servingLock.Take(data.Folder);
        try
        {
            await OpenAsync(data, cancellationToken);
        }
        catch (SqliteException fault)
        {
            throw StorageFault.Explain(fault, data.DatabaseFile);
        }
    }

    private async Task OpenAsync(DataOptions data, CancellationToken cancellation)
    {
        // A stopped restore's copy: it may hold what is erased later, and its backup is still there.
        File.Delete(data.RestoringFile);
        SetAside.MoveOrphans(data.DatabaseFile, clock.GetUtcNow());
        var isNew = !File.Exists(data.DatabaseFile);
        if (isNew)
        {
            lost.Refuse();
        }
        else
        {
            RefuseDamaged(data);
        }

        MakeOrOpenKeys(data, isNew);
        await using var connection = new SqliteConnection(data.ConnectionString);
        await connection.OpenAsync(cancellation);
        ConnectionPragmas.Apply(connection);
        var engine = Version.Parse(connection.ServerVersion);
        if (engine < OldestEngine)
        {
            throw new StorageException($"SQLite {engine} is too old: at least {OldestEngine} is needed.");
        }

        EmptyWal(connection);
        var applied = SchemaUpgrade.Applied(connection);
        if (!isNew && applied.Count == 0)
        {
            // A first start that was killed, or a file that was cut to nothing: the traces tell which.
            lost.Refuse();
        }

        if (!SchemaUpgrade.IsCurrent(applied, data.DatabaseFile))
        {
            await using var database = await services.GetRequiredService<IDbContextFactory<EnquiryDb>>().CreateDbContextAsync(cancellation);
            await schema.ApplyAsync(database, cancellation);
        }

        Rearm(connection);
        ProveItOpens(connection);
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            // Names, keys and mail lie here: nobody but this account looks in.
            PrivateFiles.CreateFolder(folder);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new StorageException($"Data:Folder is \"{folder}\", which cannot be made: {refused.Message} Give the program the right to write there, or name another folder.");
        }
    }

    private void RefuseDamaged(DataOptions data)
    {
        var database = new FileInfo(data.DatabaseFile);
        LogChecking(database.FullName, database.Length / 1024);
        var waiting = new FileInfo(data.DatabaseFile + "-wal");
        // SQLite takes a file of no bytes for a new database and throws the log beside it away.
        var damage = database.Length == 0 && waiting is { Exists: true, Length: > 0 }
            ? "it is empty, but rows wait in its write-ahead log"
            : IntegrityCheck.Find(data.DatabaseFile, thorough: false);
        if (damage is not null)
        {
            var aside = SetAside.Move(data.DatabaseFile, clock.GetUtcNow());
            throw new StorageException($"The database {data.DatabaseFile} is damaged ({damage}). It is set aside as {aside}, and nothing of it is deleted. {lost.HowToGoOn()}");
        }
    }

    private void MakeOrOpenKeys(DataOptions data, bool isNew)
    {
        if (isNew && Directory.Exists(data.KeysFolder))
        {
            LogKeysWithoutDatabase(data.KeysFolder, data.DatabaseFile);
        }

        keys.Open(create: isNew);
        if (isNew)
        {
            // SQLite would make it readable by others.
            PrivateFiles.Open(data.DatabaseFile, FileMode.CreateNew).Dispose();
        }
    }

    /// <summary>A run that was killed may have left older copies of pages there whose rows it had erased.</summary>
    private static void EmptyWal(SqliteConnection connection)
    {
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        checkpoint.ExecuteNonQuery();
    }

    private void Rearm(SqliteConnection connection)
    {
        // Whoever held a lease is gone, since the lock is ours. And settings are read at start only, so a start may be the
        // mending of what blocked a mail: all that is owed is due at once. That holds too when the clock was set back and a
        // next attempt lies far ahead.
        using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE delivery SET State = $pending, NextAttempt = $now, LeaseOwner = NULL, LeaseEnds = NULL
            WHERE State IN (SELECT value FROM json_each($waiting)) AND NOT (State = $pending AND NextAttempt <= $now)
            """;
        command.Parameters.AddWithValue("$pending", nameof(DeliveryState.Pending));
        command.Parameters.AddWithValue("$waiting", $"[{string.Join(',', Delivery.Waiting.Select(state => $"\"{state}\""))}]");
        command.Parameters.AddWithValue("$now", clock.GetUtcNow().ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    private void ProveItOpens(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Id, Details_KeyId, Details_Nonce, Details_Ciphertext FROM enquiry ORDER BY Received DESC LIMIT 1";
        using var newest = command.ExecuteReader();
        if (!newest.Read())
        {
            return;
        }

        try
        {
            seal.Open(new SealedText(newest.GetInt32(1), newest.GetFieldValue<byte[]>(2), newest.GetFieldValue<byte[]>(3)), newest.GetGuid(0));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            throw new StorageException($"The newest enquiry cannot be opened with the keys in {options.Value.KeysFolder}: they belong to another database. Restore the keys from their backup, then start again.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Checking the database {Database} ({Size} KB)")]
    private partial void LogChecking(string database, long size);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are keys in {Keys} but no database at {Database}, and no trace of one: an empty one is begun with these keys")]
    private partial void LogKeysWithoutDatabase(string keys, string database);
}
