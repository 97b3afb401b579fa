using Microsoft.Data.Sqlite;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Asks SQLite whether a database file is sound.</summary>
/// <remarks>
/// It looks and leaves no trace: without a checkpoint at closing, a damaged file and its write-ahead log stay for whoever
/// tries to rescue something out of them.
/// </remarks>
public static class IntegrityCheck
{
    private const int NoCheckpointOnClose = 1006;

    /// <param name="file">A database; its write-ahead log is read too.</param>
    /// <param name="thorough">Compares every index with its table as well; takes about twice as long.</param>
    /// <returns>Null when it is sound, otherwise what is wrong in SQLite's words.</returns>
    /// <exception cref="SqliteException">The file cannot be read; that says nothing about its content.</exception>
    public static string? Find(string file, bool thorough)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
            connection.Open();
            _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            if (thorough)
            {
                command.CommandText = "PRAGMA integrity_check(1)";
            }

            // As long as it takes: a large database is not a broken one.
            command.CommandTimeout = 0;
            var found = (string?)command.ExecuteScalar();
            return found == "ok" ? null : found ?? "no answer";
        }
        catch (SqliteException damaged) when (IsDamage(damaged))
        {
            return SQLitePCL.raw.sqlite3_errstr(damaged.SqliteErrorCode).utf8_to_string();
        }
    }

    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB;
}
