using System.Globalization;
using ClinicSite.Email;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Makes enquiries gone: the rows, the mails owed for them, the mails in the pickup folder, and every trace in the file.
/// </summary>
/// <remarks>
/// What is to be erased is first noted in the <see cref="ErasureLog"/>, so that a restored backup erases it again. The rows
/// go in one transaction; <c>secure_delete</c> overwrites them in the file, and a checkpoint that truncates the WAL leaves no
/// older copy of a page there. A crash before the commit leaves everything, and the command can be given again; a crash
/// between the commit and the checkpoint leaves old pages in the WAL until the next one, which every start, every erasure
/// and every hourly purge makes, also of what another process erased. Many rows go in several transactions; where one
/// fails, those before it are gone whole, their mails and traces too. A mail that is being sent at this moment may still go
/// out: it was claimed before.
/// </remarks>
public sealed partial class Erasure(
    DatabaseWriter writer,
    IDbContextFactory<EnquiryDb> databases,
    ErasureLog erased,
    IEmailTransport transport,
    ILogger<Erasure> log)
{
    /// <summary>So many rows in one transaction: visitors wait meanwhile.</summary>
    private const int Batch = 200;

    private const int CheckpointTries = 10;

    /// <summary>Of this machine's time, like SQLite's own waits.</summary>
    private static readonly TimeSpan CheckpointPause = TimeSpan.FromMilliseconds(200);

    /// <param name="which">Rows to erase; those that are gone already are passed over.</param>
    /// <param name="why">For the log, such as "on request".</param>
    /// <param name="cancellation">Honoured before each commit.</param>
    /// <param name="stillDue">Asked in the transaction that erases: what it does not name stays. Null for all of them.</param>
    /// <returns>How many enquiries are gone.</returns>
    /// <exception cref="StorageBusyException">Nothing more was erased.</exception>
    /// <exception cref="StorageException">It could not be noted, so nothing more was erased.</exception>
    public async Task<int> EraseAsync(
        IReadOnlyCollection<Guid> which,
        string why,
        CancellationToken cancellation,
        Func<EnquiryDb, CancellationToken, Task<IReadOnlyList<Guid>>>? stillDue = null)
    {
        var gone = 0;
        try
        {
            foreach (var batch in which.Chunk(Batch))
            {
                var (count, mails) = await writer.WriteAsync(
                    async (database, token) => await EraseAsync(database, stillDue is null ? batch : [.. batch.Intersect(await stillDue(database, token))], token),
                    cancellation);
                gone += count;
                (transport as PickupTransport)?.Delete(mails);
            }
        }
        finally
        {
            if (gone > 0)
            {
                await EmptyWalAsync();
            }
        }

        if (gone > 0)
        {
            LogErased(gone, why);
        }

        return gone;
    }

    private async Task<(int Count, IReadOnlyList<string> Mails)> EraseAsync(EnquiryDb database, Guid[] which, CancellationToken cancellation)
    {
        if (which.Length == 0)
        {
            return (0, []);
        }

        var messages = await database.Deliveries.Where(mail => which.Contains(mail.EnquiryId!.Value)).Select(mail => mail.MessageId).ToListAsync(cancellation);
        await erased.AppendAsync(which, cancellation);
        return (await database.Enquiries.Where(enquiry => which.Contains(enquiry.Id)).ExecuteDeleteAsync(cancellation), messages);
    }

    /// <summary>Older copies of the erased pages stand in the WAL until it is written back and cut off; a reader may be in the way for a moment.</summary>
    public async Task EmptyWalAsync()
    {
        await using var database = await databases.CreateDbContextAsync();
        await database.Database.OpenConnectionAsync();
        await using var checkpoint = database.Database.GetDbConnection().CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        for (var attempt = 1; attempt <= CheckpointTries; attempt++)
        {
            // The first column is 1 when somebody is in the way; it says so at once, which is no error that the driver waits at.
            if (Convert.ToInt64(await checkpoint.ExecuteScalarAsync(), CultureInfo.InvariantCulture) == 0)
            {
                return;
            }

            await Task.Delay(CheckpointPause, TimeProvider.System, CancellationToken.None);
        }

        LogWalKept();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was erased may stand in the database's WAL for another hour: another program is reading it")]
    private partial void LogWalKept();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} enquiries erased {Why:l}")]
    private partial void LogErased(int count, string why);
}
