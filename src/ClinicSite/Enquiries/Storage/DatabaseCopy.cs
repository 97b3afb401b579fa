using Microsoft.Data.Sqlite;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Copies a database that is in use: whole, checked, synced, and under its name only when it is all that.
/// </summary>
/// <remarks>
/// <code>
/// VACUUM INTO x.partial ► integrity_check ► sync of the file ► rename to x ► sync of the folder
/// </code>
/// Never a copy of the file: the newest rows are in the write-ahead log. <c>VACUUM INTO</c> reads one moment of the
/// database, log included, while others go on writing; what was deleted is not in the copy. A crash anywhere before the
/// rename leaves a <c>.partial</c>, which the next copy into that folder removes: a lock file lets one copier in at a time,
/// so a partial file that it finds is a dead one's. The copy is in rollback mode and stands alone: no other files belong
/// to it.
/// </remarks>
public static class DatabaseCopy
{
    private const string Partial = ".partial";

    /// <summary>Makes the copy; the folder is made too.</summary>
    /// <exception cref="StorageException">No copy was made; the message says why.</exception>
    public static void Make(string database, string copy)
    {
        var folder = Path.GetDirectoryName(copy)!;
        try
        {
            PrivateFiles.CreateFolder(folder);
            using var turn = PrivateFiles.Open(Path.Combine(folder, "copying.lock"), FileMode.OpenOrCreate);
            foreach (var left in Directory.EnumerateFiles(folder, $"{BackupFiles.Start}*{Partial}*"))
            {
                File.Delete(left);
            }

            Write(database, copy + Partial);
            File.Move(copy + Partial, copy, overwrite: true);
            PrivateFiles.FlushFolder(folder);
        }
        catch (IOException held) when (PrivateFiles.IsHeld(held))
        {
            throw new StorageException($"Another backup is being made in {folder}. Try again when it is finished.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"No backup can be written to {folder}: {refused.Message} Give the program the right to write there, or name another folder in Backup:Folder.");
        }
    }

    /// <summary>Makes a checked and synced copy under a name that does not count yet; whatever was there is replaced.</summary>
    /// <exception cref="StorageException">There is no copy; the message says why.</exception>
    public static void Write(string database, string copy)
    {
        File.Delete(copy);
        try
        {
            // Made here and not by SQLite, so that nobody else can read it at any moment.
            PrivateFiles.Open(copy, FileMode.CreateNew).Dispose();
            Vacuum(database, copy);
            if (IntegrityCheck.Find(copy, thorough: true) is { } damage)
            {
                throw new StorageException($"The copy of {database} is not sound ({damage}), so it was not kept. The database may be damaged: a start of the site checks it.");
            }

            PrivateFiles.Flush(copy);
        }
        catch (SqliteException full) when (full.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL)
        {
            File.Delete(copy);
            throw StorageFault.Explain(full, copy);
        }
        catch (SqliteException fault)
        {
            File.Delete(copy);
            throw StorageFault.Explain(fault, database);
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }

    private static void Vacuum(string database, string copy)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
