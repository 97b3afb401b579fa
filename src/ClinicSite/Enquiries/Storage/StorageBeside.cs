using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Opens the storage for a command. A command runs beside a site that serves: it takes no lock, makes no database and no
/// key and migrates nothing. It writes as any second program would: one transaction at a time, waiting for its turn.
/// </summary>
public sealed class StorageBeside(IOptions<DataOptions> options, KeyRing keys, LostDatabase lost, IDbContextFactory<EnquiryDb> databases)
{
    /// <exception cref="StorageException">There is no database yet, or it is of another version of the program.</exception>
    /// <exception cref="KeyRingException">A key is missing or damaged.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        var file = options.Value.DatabaseFile;
        if (!File.Exists(file))
        {
            if (Directory.Exists(options.Value.Folder))
            {
                lost.Refuse();
            }

            throw new StorageException($"There is no database at {file}. Name its folder with --Data:Folder=…, or start the site once to make it.");
        }

        keys.Open(create: false);
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellation);
            // Before the first question: EF asks it read-only, and a database that was just restored is not in WAL mode yet.
            await database.Database.OpenConnectionAsync(cancellation);
            if (!SchemaUpgrade.IsCurrent(SchemaUpgrade.Applied(database.Database.GetDbConnection()), file))
            {
                throw new StorageException($"The database at {file} is of an older version of this program. Start the site once: it brings the database up to date.");
            }
        }
        catch (SqliteException fault)
        {
            throw StorageFault.Explain(fault, file);
        }
    }
}
