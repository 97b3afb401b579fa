using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// The one door through which this program writes. SQLite takes one writer at a time; waiting here costs nothing, while
/// waiting inside the driver blocks a thread and ignores cancellation.
/// </summary>
/// <remarks>
/// Each piece of work runs in an immediate transaction: it is committed whole, synced, before <see cref="WriteAsync"/>
/// returns, or nothing of it is there. What waits when the door is free goes through together, in one transaction, and
/// shares its sync; nobody is told anything before that. A crash before the commit leaves nothing of any of them. Where
/// one of them fails, nothing was stored yet, and each is written again in a transaction of its own, so that no work
/// spoils another's. A piece of work may therefore run several times, of which one is committed.
/// Another program holding the lock makes it try again, three times in all; then <see cref="StorageBusyException"/> is
/// thrown and the caller knows that nothing was stored. Who waits for a turn behind such a lock gives up after ten
/// seconds: ten visitors at once are then told within half a minute, not one after the other.
/// </remarks>
public sealed class DatabaseWriter : IDisposable
{
    private const int Tries = 3;

    /// <summary>In one transaction; whoever comes first waits for the last.</summary>
    private const int MostTogether = 32;

    /// <summary>Of this machine's time, like SQLite's own waits.</summary>
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(10);

    private readonly IDbContextFactory<EnquiryDb> _databases;
    private readonly Channel<Piece> _waiting = Channel.CreateUnbounded<Piece>(new UnboundedChannelOptions { SingleReader = true });

    public DatabaseWriter(IDbContextFactory<EnquiryDb> databases)
    {
        _databases = databases;
        // It serves everybody, and must not log as part of the request that happened to need it first.
        using (ExecutionContext.SuppressFlow())
        {
            _ = WriteWhatWaitsAsync();
        }
    }

    /// <summary>Runs the work in a transaction and commits it.</summary>
    /// <param name="work">Saves its changes itself; what it has read and tracked is forgotten when it returns.</param>
    /// <param name="cancellation">Honoured before the commit.</param>
    /// <exception cref="StorageBusyException">The database is locked, full or not writable; nothing was stored.</exception>
    public async Task<T> WriteAsync<T>(Func<EnquiryDb, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        var piece = new Piece<T>(work, cancellation);
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(piece), this);
        await ((Task)piece.Written).WaitAsync(TurnPatience, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!piece.Written.IsCompleted && piece.TryBegin())
        {
            cancellation.ThrowIfCancellationRequested();
            throw new StorageBusyException("Others have been waiting for the database for too long.", new TimeoutException());
        }

        // What is being written when the patience ends has its answer soon.
        return await piece.Written;
    }

    public void Dispose() => _waiting.Writer.TryComplete();

    private async Task WriteWhatWaitsAsync()
    {
        await foreach (var first in _waiting.Reader.ReadAllAsync())
        {
            List<Piece> pieces = [first];
            while (pieces.Count < MostTogether && _waiting.Reader.TryRead(out var next))
            {
                pieces.Add(next);
            }

            pieces.RemoveAll(piece => !piece.TryBegin());
            await WriteAsync(pieces);
        }
    }

    /// <returns>Another program's lock that nobody came past, or null.</returns>
    private async Task<Exception?> WriteAsync(List<Piece> pieces)
    {
        for (var attempt = 1; pieces.Count > 0; attempt++)
        {
            try
            {
                await CommitAsync(pieces);
                pieces.ForEach(piece => piece.Conclude());
                return null;
            }
            catch (Exception busy) when (IsBusy(busy) && attempt < Tries)
            {
                // The command timeout was the wait.
            }
#pragma warning disable CA1031 // because whoever asked for the work is told, and the next wait for their turn
            catch (Exception failed) when (pieces.Count == 1 || IsBusy(failed))
            {
                pieces.ForEach(piece => piece.Refuse(failed));
                return IsBusy(failed) ? failed : null;
            }
            catch (Exception)
#pragma warning restore CA1031
            {
                return await WriteEachAsync(pieces);
            }
        }

        return null;
    }

    private async Task<Exception?> WriteEachAsync(List<Piece> pieces)
    {
        Exception? held = null;
        foreach (var piece in pieces)
        {
            if (held is null)
            {
                held = await WriteAsync([piece]);
            }
            else
            {
                // The next would wait as long for nothing, and all behind it.
                piece.Refuse(held);
            }
        }

        return held;
    }

    private async Task CommitAsync(List<Piece> pieces)
    {
        await using var database = await _databases.CreateDbContextAsync();
        // All is rolled back where anything fails, so there is nothing to save on the way.
        database.Database.AutoSavepointsEnabled = false;
        // Immediate: SQLite would otherwise start as a reader and burn the whole timeout on the upgrade.
        await using var transaction = await database.Database.BeginTransactionAsync();
        foreach (var piece in pieces)
        {
            await piece.RunAsync(database);
            database.ChangeTracker.Clear();
        }

        await transaction.CommitAsync();
    }

    private static SqliteException? Cause(Exception exception) =>
        exception as SqliteException ?? (exception as DbUpdateException)?.InnerException as SqliteException;

    private static bool IsBusy(Exception exception) =>
        Cause(exception)?.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;

    private static bool IsStorage(Exception exception) => Cause(exception) is not null || exception is DbException or IOException;

    /// <summary>Somebody's work, and what they are told of it.</summary>
    private abstract class Piece
    {
        private int _begun;

        /// <returns>True once: for the writer, or for who has given up waiting.</returns>
        public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

        public abstract Task RunAsync(EnquiryDb database);

        /// <param name="failure">Null when it is committed.</param>
        public abstract void Conclude(Exception? failure = null);

        public void Refuse(Exception failure) =>
            Conclude(IsStorage(failure) ? new StorageBusyException("The database could not be written.", failure) : failure);
    }

    private sealed class Piece<T>(Func<EnquiryDb, CancellationToken, Task<T>> work, CancellationToken cancellation) : Piece
    {
        private readonly TaskCompletionSource<T> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Written => _written.Task;

        public override async Task RunAsync(EnquiryDb database) => _result = await work(database, cancellation);

        public override void Conclude(Exception? failure = null)
        {
            if (failure is null)
            {
                _written.SetResult(_result!);
            }
            else
            {
                _written.SetException(failure);
            }
        }
    }
}

/// <summary>Nothing was stored: the database is locked, full, read-only or damaged.</summary>
public sealed class StorageBusyException(string message, Exception cause) : Exception(message, cause);
