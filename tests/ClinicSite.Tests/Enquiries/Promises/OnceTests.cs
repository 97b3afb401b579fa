using System.Collections.Concurrent;
using System.Diagnostics;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P5: once, as a rule.</summary>
public sealed class OnceTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _relay = new();
    private readonly MemoryFolder _folder = MemoryFolder.Create();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _folder.Dispose();
    }

    [Fact(Explicit = true)]
    public async Task Send_TenThousandUndisturbed_RepeatsNone()
    {
        const int mails = 10_000;
        // Round by round: a clock that jumps while a conversation is going on would end it, and that is a disturbance.
        await using var site = Site.Open(MailSettings.To(_relay.Port), _folder.Path, services: Notifier.ByHand);
        await site.AskAsync(1);
        await site.NotifyAsync();
        var clock = Stopwatch.StartNew();
        await site.OweMoreAsync(mails - 3);

        await site.NotifyAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        // A mail that was sent twice would come again now.
        for (var hour = 0; hour < 3; hour++)
        {
            site.Clock.Advance(TimeSpan.FromHours(1));
            await site.AskAsync(2 + hour);
            await site.NotifyAsync();
        }

        var repeats = _relay.Messages.Count - _relay.Messages.DistinctBy(message => message.Message.MessageId, StringComparer.Ordinal).Count();
        PromiseTable.Note("P5", "mails repeated, undisturbed", $"{repeats} of {mails:N0} ({mails / seconds:F0} a second)");
        Assert.Equal(0, repeats);
        Assert.Equal(mails + 9, _relay.Messages.Count);
    }

    [Fact]
    public async Task Claim_TwoThousandDueByFourAtOnce_GivesEachRowToOne()
    {
        const int rows = 2_000;
        await using var site = Site.Open(MailSettings.To(_relay.Port), _folder.Path, services: Notifier.ByHand);
        await site.AskAsync(1);
        await site.OweMoreAsync(rows - 3);
        var claims = new ConcurrentBag<Guid>();
        var (refused, contested) = (0, 0);
        // All have seen the same rows due before any of them claims one.
        var seen = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();

        await Task.WhenAll(seen.Select(mine => Task.Run(async () =>
        {
            using var writer = new DatabaseWriter(site.Services.GetRequiredService<IDbContextFactory<EnquiryDb>>());
            var claiming = ActivatorUtilities.CreateInstance<DeliveryRows>(site.Services, writer);
            for (var round = 0; await claiming.DueAsync(TestContext.Current.CancellationToken) is { Count: > 0 } due; round++)
            {
                if (round == 0)
                {
                    Interlocked.Exchange(ref contested, due.Count);
                    mine.SetResult();
                    await Task.WhenAll(seen.Select(each => each.Task)).WaitAsync(TestContext.Current.CancellationToken);
                }

                foreach (var id in due)
                {
                    if (await claiming.ClaimAsync(id, TestContext.Current.CancellationToken))
                    {
                        claims.Add(id);
                    }
                    else
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            }
        })));

        var distinct = claims.Distinct().Count();
        PromiseTable.Note("P5", "rows claimed by 4 claimers at once", $"{distinct:N0} of {rows:N0}, {claims.Count - distinct} by two; {refused:N0} claims came too late");
        Assert.Equal((rows, rows), (claims.Count, distinct));
        // Three of the four were refused each row of the first round: they did race for it.
        Assert.InRange(refused, 3 * contested, int.MaxValue);
        Assert.InRange(contested, 1, rows);
    }
}
