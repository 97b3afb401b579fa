using ClinicSite.Enquiries.Notification;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P3: five days without a relay, under the test's clock, and enquiries all the while.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromHours(120);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    public static TheoryData<string, SmtpPhase, SmtpAnswer> Outages => new()
    {
        { "hangs up on everybody", SmtpPhase.Greeting, SmtpAnswer.Drop },
        { "wants a password", SmtpPhase.Ehlo, SmtpAnswer.Reply(530, "5.7.0 sign in first") },
        { "answers every mail with 451", SmtpPhase.MailFrom, SmtpAnswer.Reply(451, "4.3.0 not now") },
        { "takes every mail and hangs up", SmtpPhase.Data, SmtpAnswer.Drop },
    };

    [Theory(Explicit = true)]
    [MemberData(nameof(Outages))]
    public async Task Return_AfterFiveDays_DeliversEverythingWithinAQuarterOfAnHour(string outage, SmtpPhase phase, SmtpAnswer answer)
    {
        await using var relay = new ScriptedSmtpServer();
        using var folder = MemoryFolder.Create();
        await using var site = Site.Open(MailSettings.To(relay.Port), folder.Path, services: Notifier.ByHand);
        relay.Always(phase, answer);
        var asked = 0;
        for (var passed = TimeSpan.Zero; passed < Outage; passed += Step)
        {
            if (passed.TotalMinutes % 720 == 0)
            {
                await site.AskAsync(++asked);
            }

            site.Clock.Advance(Step);
            await site.NotifyAsync();
        }

        Assert.Empty(relay.Messages);
        relay.Recover();
        var returned = site.Clock.GetUtcNow();
        var waited = TimeSpan.Zero;
        while (await WaitingAsync(site) > 0 && waited < TimeSpan.FromDays(1))
        {
            site.Clock.Advance(TimeSpan.FromSeconds(waited < TimeSpan.FromMinutes(20) ? 10 : 600));
            await site.NotifyAsync();
            waited = site.Clock.GetUtcNow() - returned;
        }

        var rows = await site.ReadAsync(database => database.Deliveries.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));
        var sent = rows.Count(row => row.State == DeliveryState.Sent);
        var copies = relay.Messages.Count - relay.Messages.DistinctBy(message => message.Message.MessageId, StringComparer.Ordinal).Count();
        PromiseTable.Note("P3", $"relay {outage} for 120 h, then returns", $"{sent} of {rows.Count} mails of {asked} enquiries delivered {waited.TotalMinutes:F1} min after it; {rows.Count - sent} given up; {copies} repeated");
        Assert.Equal(rows.Count, sent);
        Assert.True(rows.Count >= 3 * asked);
        Assert.Equal(0, copies);
        Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromMinutes(15));
    }

    private static Task<int> WaitingAsync(Site site) =>
        site.ReadAsync(database => database.Deliveries.CountAsync(row => row.State != DeliveryState.Sent, TestContext.Current.CancellationToken));
}
