using System.Diagnostics;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P4: soon.</summary>
[Collection(nameof(Alone))]
public sealed class SoonTests
{
    [Fact(Explicit = true)]
    public async Task Send_WithAHealthyRelay_ArrivesWithinSeconds()
    {
        const int posts = 200, aSecond = 4;
        await using var relay = new ScriptedSmtpServer();
        using var clinic = new ClinicFolder(relay);
        await clinic.PrepareAsync();
        var visits = Visit.From(clinic.Folder);
        await using var run = clinic.Start();
        using var visitor = await run.VisitorAsync();

        var asked = await Pace.PostAsync(visitor, posts, aSecond, visits);
        var messages = await relay.MessagesAsync(3 * posts, TestContext.Current.CancellationToken);

        // From before the post to after the whole conversation: more than from the commit to the first attempt.
        var began = asked.ToDictionary(post => $"EB-{post.Reference[..4]}-{post.Reference[4..]}", post => post.At, StringComparer.Ordinal);
        var waits = messages.Select(message => message.At - began[message.Message.Subject!.Split(' ')[^1]]).Order().ToList();
        PromiseTable.Note("P4", $"post to delivered mail, healthy relay, {posts} posts at {aSecond} a second", $"p50 {waits[waits.Count / 2].TotalSeconds:F2} s, p95 {waits[waits.Count * 95 / 100].TotalSeconds:F2} s, longest {waits[^1].TotalSeconds:F2} s");
        Assert.InRange(waits[waits.Count * 95 / 100], TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    /// <summary>The relay is there again, but slow and not yet willing: five seconds for each refusal.</summary>
    [Fact]
    public async Task Send_BehindTenThousandStalled_IsTriedBeforeThem()
    {
        const int stalled = 10_000;
        var refusal = TimeSpan.FromSeconds(5);
        await using var relay = new ScriptedSmtpServer();
        using var folder = MemoryFolder.Create();
        await using (var before = Site.Open(MailSettings.To(relay.Port), folder.Path, Site.Start - TimeSpan.FromDays(6), Notifier.ByHand))
        {
            await before.AskAsync(1);
            await before.OweMoreAsync(stalled);
            await before.ReadAsync(database => database.Deliveries.ExecuteUpdateAsync(row => row.SetProperty(delivery => delivery.State, DeliveryState.Stalled), TestContext.Current.CancellationToken));
        }

        Site? site = null;
        relay.Always(SmtpPhase.MailFrom, _ =>
        {
            site?.Clock.Advance(refusal);
            return SmtpAnswer.Reply(451, "4.3.0 not now");
        });
        await using var opened = site = Site.Open(MailSettings.To(relay.Port), folder.Path);
        await relay.ReachedAsync(SmtpPhase.MailFrom, 5, Deadline.Soon());

        var clock = Stopwatch.StartNew();
        var reference = Reference.Show(await site.AskAsync(2), "EB");
        await site.Log.SawAsync($"Enquiry \"{reference}\": StaffNotice not sent");
        var seconds = clock.Elapsed.TotalSeconds;
        relay.Recover();

        var lines = site.Log.Lines.SkipWhile(line => !line.Contains($"Enquiry \"{reference}\" received", StringComparison.Ordinal));
        var ahead = lines.TakeWhile(line => !line.Contains($"Enquiry \"{reference}\": ", StringComparison.Ordinal)).Count(line => line.Contains(" (attempt ", StringComparison.Ordinal));
        var wait = refusal * (ahead + 1);
        PromiseTable.Note("P4", $"new enquiry behind {stalled:N0} stalled rows, {refusal.TotalSeconds:F0} s for each refusal", $"tried after {ahead} of them, within {wait.TotalSeconds:F0} s ({seconds:F2} s of this machine)");
        Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
