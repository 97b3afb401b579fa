using System.Data.Common;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>What waits for the door goes through together; what becomes of one is no matter of the others.</summary>
public sealed class DatabaseWriterTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _isFree = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isTaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _folder = Directory.CreateTempSubdirectory("clinicsite-").FullName;
    private readonly Commits _commits = new();
    private readonly PooledDbContextFactory<EnquiryDb> _databases;
    private readonly DatabaseWriter _writer;

    public DatabaseWriterTests()
    {
        _databases = new(new DbContextOptionsBuilder<EnquiryDb>().UseSqlite(new DataOptions { Folder = _folder }.ConnectionString)
            .AddInterceptors(new ConnectionPragmas(), _commits).Options);
        _writer = new DatabaseWriter(_databases);
    }

    public async ValueTask InitializeAsync()
    {
        await using var database = await _databases.CreateDbContextAsync();
        await database.Database.EnsureCreatedAsync();
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        ConnectionPool.Clear(_folder);
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Write_WhatWaits_SharesOneCommit()
    {
        var first = await TakeTheDoorAsync();
        var waiting = Enumerable.Range(1, 20).Select(slot => OweAsync(slot)).ToList();
        var before = _commits.Count;

        _isFree.SetResult();
        await first;
        var slots = await Task.WhenAll(waiting);

        Assert.Equal(Enumerable.Range(1, 20), slots);
        Assert.Equal(Enumerable.Range(1, 20), await StoredAsync());
        Assert.Equal(2, _commits.Count - before);
    }

    [Fact]
    public async Task Write_BesideWorkThatFails_IsStoredWithoutIt()
    {
        var first = await TakeTheDoorAsync();
        var one = OweAsync(1);
        var failing = OweAsync(2, () => throw new InvalidOperationException("It does not work."));
        var other = OweAsync(3);

        _isFree.SetResult();
        await first;

        Assert.Equal("It does not work.", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.Equal((1, 3), (await one, await other));
        Assert.Equal([1, 3], await StoredAsync());
    }

    [Fact]
    public async Task Write_WhileTheDatabaseBecomesLockedBesideWorkThatFails_TellsTheRestAtOnce()
    {
        var (tries, isLocked) = (0, false);
        var first = await TakeTheDoorAsync();
        var failing = OweAsync(1, () =>
        {
            isLocked = true;
            throw new InvalidOperationException("It does not work.");
        });
        var others = Enumerable.Range(2, 3).Select(slot => OweAsync(slot, () =>
        {
            if (isLocked)
            {
                tries++;
                throw new SqliteException("database is locked", 5);
            }
        })).ToList();

        _isFree.SetResult();
        await first;

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        foreach (var other in others)
        {
            await Assert.ThrowsAsync<StorageBusyException>(() => other);
        }

        Assert.Equal(3, tries);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Cancel_WhileItWaits_WritesNothing()
    {
        using var cancelling = new CancellationTokenSource();
        var first = await TakeTheDoorAsync();
        var waiting = OweAsync(1, cancellation: cancelling.Token);

        await cancelling.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        _isFree.SetResult();
        await first;
        await OweAsync(2);

        Assert.Equal([2], await StoredAsync());
    }

    [Fact]
    public async Task Cancel_WhileItIsWritten_StoresItAndSaysSo()
    {
        using var cancelling = new CancellationTokenSource();
        var first = await TakeTheDoorAsync(slot: 1, cancelling.Token);

        await cancelling.CancelAsync();
        _isFree.SetResult();

        Assert.Equal(1, await first);
        Assert.Equal(2, await OweAsync(2));
        Assert.Equal([1, 2], await StoredAsync());
    }

    /// <summary>Work that goes on until the door is to be free, and so everything after it waits.</summary>
    /// <param name="slot">What it stores; nothing when 0.</param>
    /// <param name="cancellation">Of a caller who may give up on it.</param>
    private async Task<Task<int>> TakeTheDoorAsync(int slot = 0, CancellationToken cancellation = default)
    {
        var work = _writer.WriteAsync(
            async (database, _) =>
            {
                _isTaken.TrySetResult();
                await _isFree.Task;
                if (slot > 0)
                {
                    await AddAsync(database, slot);
                }

                return slot;
            },
            cancellation);
        await _isTaken.Task;
        return work;
    }

    /// <summary>Heeds no cancellation itself: what has begun goes on.</summary>
    private Task<int> OweAsync(int slot, Action? afterwards = null, CancellationToken cancellation = default) => _writer.WriteAsync(
        async (database, _) =>
        {
            await AddAsync(database, slot);
            afterwards?.Invoke();
            return slot;
        },
        cancellation);

    private static Task<int> AddAsync(EnquiryDb database, int slot)
    {
        database.Deliveries.Add(Delivery.DigestTo(slot, "eternal-beauty.example", Site.Start.AddYears(1)));
        return database.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<int>> StoredAsync()
    {
        await using var database = await _databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await database.Deliveries.Select(delivery => delivery.RecipientSlot).Order().ToListAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Commits : DbTransactionInterceptor
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }
}
