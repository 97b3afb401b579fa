using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>Makes the site's own connections fail, by SQLite's own switches, while it is on. Read only if nothing else is said.</summary>
internal sealed class BrokenStorage(string breaking = "PRAGMA query_only=ON", string mending = "PRAGMA query_only=OFF") : DbConnectionInterceptor
{
    public bool IsOn { get; set; }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = IsOn ? breaking : mending;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
