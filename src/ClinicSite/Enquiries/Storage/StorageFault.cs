using Microsoft.Data.Sqlite;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Says in words what a database that cannot be used needs, for whoever starts the site or types a command.</summary>
public static class StorageFault
{
    public static StorageException Explain(SqliteException fault, string file) => new(fault.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_READONLY => $"The database {file} is read-only for this program. Give its account the right to write to the file, its -wal and -shm, and the folder.",
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_AUTH => $"The database {file} cannot be opened. Give this program's account the right to read and write the file and its folder.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"Another program holds the database {file} for writing. Close it (a database browser, a command that hangs), then try again.",
        SQLitePCL.raw.SQLITE_FULL => $"The disk that holds {file} is full. Make room, then try again.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => $"The database {file} is damaged. Stop the site and start it: it sets the damaged file aside and says how to go on.",
        SQLitePCL.raw.SQLITE_IOERR => $"The disk that holds {file} does not read or write ({fault.Message}). Look at the disk, then try again.",
        _ => $"The database {file} cannot be used: {fault.Message}",
    });
}

/// <summary>The database cannot be used as the promises demand; the message says why.</summary>
public sealed class StorageException(string message) : Exception(message);
