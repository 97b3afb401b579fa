using System.Security.Cryptography;
using ClinicSite.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Operations.Backup;

/// <summary>What a backup holds.</summary>
/// <param name="IsCurrent">False when it is of an older version of the program; the next start brings it up to date.</param>
/// <param name="Newest">When the newest enquiry was received; null when there is none.</param>
/// <param name="Owed">Mails that were still waiting when it was made.</param>
public sealed record BackupContent(bool IsCurrent, int Enquiries, DateTimeOffset? Newest, int Owed);

/// <summary>Proves that a backup could be restored here: it is sound, this program knows its version, these keys open it.</summary>
/// <remarks>
/// The backup is only read. Of an enquiry only columns are asked for that every version has had, since an old backup lacks
/// the younger ones.
/// </remarks>
public sealed class BackupCheck(KeyRing keys, DetailsSeal seal)
{
    /// <exception cref="StorageException">It cannot be restored; the message says why.</exception>
    /// <exception cref="KeyRingException">A key is missing or damaged.</exception>
    public async Task<BackupContent> ReadAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            throw new StorageException($"There is no backup at {file}.");
        }

        try
        {
            if (IntegrityCheck.Find(file, thorough: true) is { } damage)
            {
                throw new StorageException($"The backup {file} is damaged ({damage}). Take another one.");
            }

            await using var database = OpenReadOnly(file);
            await database.Database.OpenConnectionAsync(cancellation);
            var applied = SchemaUpgrade.Applied(database.Database.GetDbConnection());
            if (applied.Count == 0)
            {
                throw new StorageException($"{file} is no backup of this site: it holds none of its tables.");
            }

            var isCurrent = SchemaUpgrade.IsCurrent(applied, file);
            var count = await database.Enquiries.CountAsync(cancellation);
            var newest = await database.Enquiries.OrderByDescending(enquiry => enquiry.Received)
                .Select(enquiry => new { enquiry.Id, enquiry.Received, enquiry.Details }).FirstOrDefaultAsync(cancellation);
            keys.Open(create: false);
            if (newest is not null)
            {
                ProveItOpens(newest.Id, newest.Details, file);
            }

            var owed = await database.Deliveries.CountAsync(delivery => Enquiries.Notification.Delivery.Waiting.Contains(delivery.State), cancellation);
            return new BackupContent(isCurrent, count, newest?.Received, owed);
        }
        catch (SqliteException fault)
        {
            throw new StorageException($"The backup {file} cannot be read: {fault.Message}");
        }
    }

    private static EnquiryDb OpenReadOnly(string file)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        return new EnquiryDb(new DbContextOptionsBuilder<EnquiryDb>().UseSqlite(connection.ConnectionString).Options);
    }

    private void ProveItOpens(Guid id, SealedText details, string file)
    {
        try
        {
            seal.Open(details, id);
        }
        catch (CryptographicException)
        {
            throw new StorageException($"The newest enquiry in {file} does not open with the keys in use: they belong to another database. Put the keys that were kept with it into the data folder first.");
        }
    }
}
