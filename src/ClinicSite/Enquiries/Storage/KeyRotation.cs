using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Gives the details a new key, for the day when somebody may have seen the old one.
/// </summary>
/// <remarks>
/// The new key is on disk before anything is sealed with it. Then every row is opened and sealed again, a few hundred in
/// one transaction. A crash between leaves rows of both keys, and each names its own: all of them open, and another
/// rotation takes up those that are left. It holds the serving lock, since a site that serves has read its keys already.
/// Old keys stay in their files: the backups made before need them until they have rotated out.
/// </remarks>
public sealed class KeyRotation(IOptions<DataOptions> options, ServingLock servingLock, KeyRing keys, DetailsSeal seal, DatabaseWriter writer)
{
    private const int Batch = 200;

    /// <param name="progress">Told after every batch how many rows are done.</param>
    /// <param name="cancellation">Honoured between batches.</param>
    /// <returns>The new key's number and how many rows were sealed with it.</returns>
    /// <exception cref="StorageException">A site serves from this folder.</exception>
    /// <exception cref="StorageBusyException">The database could not be written; what was sealed again stays so.</exception>
    public async Task<(int KeyId, int Rows)> RunAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        servingLock.Take(options.Value.Folder);
        var keyId = keys.AddDetailsKey();
        for (var done = 0; ;)
        {
            var batch = await writer.WriteAsync((database, token) => ResealAsync(database, keyId, token), cancellation);
            if (batch == 0)
            {
                return (keyId, done);
            }

            done += batch;
            progress.Report(done);
        }
    }

    private async Task<int> ResealAsync(EnquiryDb database, int keyId, CancellationToken cancellation)
    {
        var rows = await database.Enquiries.Where(enquiry => enquiry.Details.KeyId != keyId).OrderBy(enquiry => enquiry.Id).Take(Batch).ToListAsync(cancellation);
        rows.ForEach(enquiry => enquiry.Reseal(seal));
        await database.SaveChangesAsync(cancellation);
        return rows.Count;
    }
}
