using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// The one door through which this program writes. SQLite takes one writer at a time; waiting here costs nothing, while
/// waiting inside the driver blocks a thread and ignores cancellation.
/// </summary>
/// <remarks>
/// Each piece of work runs in one immediate transaction: it is committed whole, synced, before <see cref="WriteAsync"/>
/// returns, or nothing of it is there. Another program holding the lock makes it try again, three times in all; then
/// <see cref="StorageBusyException"/> is thrown and the caller knows that nothing was stored. Who waits for a turn behind
/// such a lock gives up after ten seconds: ten visitors at once are then told within half a minute, not one after the other.
/// </remarks>
public sealed class EnquiryWriter(IDbContextFactory<EnquiryDb> databases) : IDisposable
{
    private const int Tries = 3;

    /// <summary>Of this machine's time, like SQLite's own waits.</summary>
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Runs the work in one transaction and commits it.</summary>
    /// <exception cref="StorageBusyException">The database is locked, full or not writable; nothing was stored.</exception>
    public async Task<T> WriteAsync<T>(Func<EnquiryDb, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        if (!await _turn.WaitAsync(TurnPatience, cancellation))
        {
            throw new StorageBusyException("Others have been waiting for the database for too long.", new TimeoutException());
        }

        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await using var database = await databases.CreateDbContextAsync(cancellation);
                    // Immediate: SQLite would otherwise start as a reader and burn the whole timeout on the upgrade.
                    await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
                    var result = await work(database, cancellation);
                    await transaction.CommitAsync(cancellation);
                    return result;
                }
                catch (Exception busy) when (IsBusy(busy) && attempt < Tries)
                {
                    // The command timeout was the wait.
                }
                catch (Exception failed) when (IsStorage(failed))
                {
                    throw new StorageBusyException("The database could not be written.", failed);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static SqliteException? Cause(Exception exception) =>
        exception as SqliteException ?? (exception as DbUpdateException)?.InnerException as SqliteException;

    private static bool IsBusy(Exception exception) =>
        Cause(exception)?.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;

    private static bool IsStorage(Exception exception) => Cause(exception) is not null || exception is DbException or IOException;
}

/// <summary>Nothing was stored: the database is locked, full, read-only or damaged.</summary>
public sealed class StorageBusyException(string message, Exception cause) : Exception(message, cause);
