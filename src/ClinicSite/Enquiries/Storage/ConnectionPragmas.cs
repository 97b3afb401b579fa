using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Puts every opened connection into the one mode the promises are made for, and reads it back.
/// </summary>
/// <remarks>
/// WAL with <c>synchronous=FULL</c>: a commit has been synced to disk when it returns, so an acknowledged enquiry survives
/// a power cut. <c>secure_delete</c>: what is erased is overwritten in the file. The pragmas of a connection outlive its
/// return to the pool, so they are set on every opening, not once.
/// </remarks>
public sealed class ConnectionPragmas : DbConnectionInterceptor
{
    private const string Set = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;";

    private static readonly (string Pragma, string Value)[] Wanted =
        [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("secure_delete", "1")];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // The SQLite driver has no asynchronous work to do.
        Apply(connection);
        return Task.CompletedTask;
    }

    /// <summary>For a connection that EF Core has not opened.</summary>
    /// <exception cref="StorageException">It cannot be put into that mode.</exception>
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Set;
        command.ExecuteNonQuery();
        foreach (var (pragma, value) in Wanted)
        {
            // The names are the constants above; SQLite takes no parameters in a pragma.
#pragma warning disable CA2100 // because no part of this text comes from outside
            command.CommandText = $"PRAGMA {pragma};";
#pragma warning restore CA2100
            var found = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
            if (!string.Equals(found, value, StringComparison.OrdinalIgnoreCase))
            {
                throw new StorageException($"The database runs with {pragma}={found}, but acknowledged enquiries are safe only with {pragma}={value}.");
            }
        }
    }
}
