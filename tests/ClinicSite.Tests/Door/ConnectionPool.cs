using ClinicSite.Enquiries.Storage;
using Microsoft.Data.Sqlite;

namespace ClinicSite.Tests.Door;

internal static class ConnectionPool
{
    /// <summary>
    /// Closes what the pool keeps open of this folder's database, and of no other: the test run has many sites open at once,
    /// and the last connection that goes takes a database's write-ahead log with it.
    /// </summary>
    public static void Clear(string folder)
    {
        using var own = new SqliteConnection(new DataOptions { Folder = folder }.ConnectionString);
        SqliteConnection.ClearPool(own);
    }
}
