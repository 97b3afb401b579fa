using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using ClinicSite.Tests.Enquiries.Promises;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace ClinicSite.Tests.Enquiries.Notification;

/// <summary>From the commit to the mailbox, over a real SMTP conversation and the test's clock.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _relay = new();
    private readonly DataFolder _data = new();
    private Site _site = null!;

    public ValueTask InitializeAsync()
    {
        _site = OpenSite();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _relay.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Send_WithAHealthyRelay_TellsEveryStaffMailboxAndThePatientOnce()
    {
        var reference = await AskAsync(form => form.Type("Phone number", "01632 960 001").Tick("You may leave a voicemail").Type("Your message", "Hello\n<b>there</b>").Tick("Acne scars"));

        var messages = await _relay.MessagesAsync(3, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["amina@patients.example.org", "nurse@eternal-beauty.example", "reception@eternal-beauty.example"],
            messages.Select(message => Assert.Single(message.Recipients)).Order(StringComparer.Ordinal));
        var notice = messages.Single(message => message.Recipients[0].StartsWith("nurse", StringComparison.Ordinal)).Message;
        Assert.Equal($"New consultation request {reference}", notice.Subject);
        Assert.Equal("amina@patients.example.org", Assert.Single(notice.ReplyTo.Mailboxes).Address);
        Assert.Equal("website@eternal-beauty.example", Assert.Single(notice.From.Mailboxes).Address);
        Assert.Equal("auto-generated", notice.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal(Site.Start, notice.Date);
        foreach (var body in new[] { notice.TextBody, notice.HtmlBody })
        {
            Assert.Contains("Amina Okafor", body, StringComparison.Ordinal);
            Assert.Contains("01632 960 001", body, StringComparison.Ordinal);
            Assert.Contains("Voicemail is all right, but do not name the clinic in it", body, StringComparison.Ordinal);
            Assert.Contains("Acne scars", body, StringComparison.Ordinal);
            Assert.Contains("9:30 am on Tuesday 5 May", body, StringComparison.Ordinal);
            Assert.Contains(reference, body, StringComparison.Ordinal);
        }

        Assert.Contains("<b>there</b>", notice.TextBody, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;there&lt;/b&gt;", notice.HtmlBody, StringComparison.Ordinal);
        Assert.True(
            notice.TextBody!.IndexOf("Write an email", StringComparison.Ordinal) < notice.TextBody.IndexOf("01632 960 001", StringComparison.Ordinal),
            "How to reach the person must stand before the number.");
        // Longer than a lease, and a round that ends with the mails of another: what was to go out again has gone out by then.
        await _site.Log.SawAsync(" sent (attempt 1)", times: 3);
        _site.Pass(TimeSpan.FromMinutes(4));
        await AskAsync(form => form.Type("Your message", "Another"));
        await _site.Log.SawAsync(" sent (attempt 1)", times: 5);
        Assert.Equal(5, _relay.Messages.Count);
    }

    [Fact]
    public async Task Acknowledge_ToThePatient_RepeatsNothingThatWasTyped()
    {
        var reference = await AskAsync(form => form.Type("Your message", "Buy-cheap-watches").Type("Best time to call", "Buy-cheap-watches"));

        var note = (await _relay.MessagesAsync(3, TestContext.Current.CancellationToken))
            .Single(message => message.Recipients[0].StartsWith("amina", StringComparison.Ordinal)).Message;

        Assert.Equal($"We have your enquiry {reference}", note.Subject);
        Assert.Equal("auto-replied", note.Headers[HeaderId.AutoSubmitted]);
        Assert.DoesNotContain("Amina", note.TextBody + note.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("watches", note.TextBody + note.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("9:30 am on Tuesday 5 May", note.TextBody, StringComparison.Ordinal);
        Assert.Contains("01632 960123", note.TextBody, StringComparison.Ordinal);
        Assert.Equal("hello@eternal-beauty.example", Assert.Single(note.ReplyTo.Mailboxes).Address);
    }

    [Theory]
    [InlineData(SmtpPhase.MailFrom, 451)]
    [InlineData(SmtpPhase.RcptTo, 450)]
    [InlineData(SmtpPhase.EndOfData, 452)]
    public async Task Send_RefusedAtFirst_IsTriedAgainUntilItIsTaken(SmtpPhase phase, int code)
    {
        _relay.Always(phase, SmtpAnswer.Reply(code, "not now"));
        await AskAsync();
        await _site.Log.SawAsync("not sent", times: 3);
        Assert.Empty(_relay.Messages);

        _relay.Recover();
        _site.Pass(TimeSpan.FromSeconds(20));
        var messages = await _relay.MessagesAsync(3, TestContext.Current.CancellationToken);

        Assert.Equal(3, messages.Select(message => message.Message.MessageId).Distinct(StringComparer.Ordinal).Count());
        await _site.Log.SawAsync(" sent (attempt 2)", times: 3);
        Assert.All(await RowsAsync(), row => Assert.Equal((DeliveryState.Sent, 2), (row.State, row.Attempts)));
    }

    [Fact]
    public async Task Send_RefusedForDays_WaitsLongerEachTimeAndIsNeverGivenUp()
    {
        _relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Reply(451, "not now"));
        await AskAsync();
        var waits = new List<TimeSpan>();
        for (var failures = 1; failures <= 9; failures++)
        {
            await _site.Log.SawAsync($"(attempt {failures}); it is now Pending", times: 3);
            var rows = await RowsAsync();
            waits.Add(rows.Max(row => row.NextAttempt) - _site.Clock.GetUtcNow());
            Assert.All(rows, row => Assert.Equal((DeliveryState.Pending, failures), (row.State, row.Attempts)));
            _site.Pass(waits[^1]);
        }

        double[] expected = [15, 60, 300, 900, 1800, 3600, 3600, 3600, 3600];
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.InRange(waits[index].TotalSeconds, expected[index] * 0.8, expected[index] * 1.2);
        }

        await _site.Log.SawAsync("(attempt 10); it is now Pending", times: 3);
        _relay.Recover();
        _site.Pass(TimeSpan.FromDays(6));
        await _site.Log.SawAsync(" sent (attempt 11)", times: 3);
        Assert.Equal(3, _relay.Messages.Count(IsNoDigest));
    }

    [Fact]
    public async Task Send_RefusedForGood_BlocksTheStaffNoticeAndEndsTheAcknowledgement()
    {
        _relay.Always(SmtpPhase.RcptTo, SmtpAnswer.Reply(550, "5.1.1 unknown"));
        await AskAsync();
        await _site.Log.SawAsync("StaffNotice to \"Email:Staff:0\" is Blocked, \"recipient 550");
        await _site.Log.SawAsync("StaffNotice to \"Email:Staff:1\" is Blocked, \"recipient 550");
        await _site.Log.SawAsync("Acknowledgement not sent to \"a patient\", Recipient \"recipient 550 5.1.1\" (attempt 1); it is now Undeliverable");
        Assert.Equal(["Error", "Error"], _site.Log.Lines.Where(line => line.Contains("is Blocked", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));

        _relay.Recover();
        _site.Pass(TimeSpan.FromHours(7.3));
        var messages = await _relay.MessagesAsync(2, TestContext.Current.CancellationToken);
        await _site.Log.SawAsync(" sent (attempt 2)", times: 2);

        Assert.All(messages, message => Assert.True(IsToStaff(message)));
        var rows = await RowsAsync();
        Assert.Equal([DeliveryState.Sent, DeliveryState.Sent, DeliveryState.Undeliverable], rows.Select(row => row.State).Order());
    }

    [Fact]
    public async Task Tell_WhatWasRefusedForGood_InTheDigestAndSendItWhenAsked()
    {
        var desk = _site.Services.GetRequiredService<EnquiryDesk>();
        // An hour before the digest: what is blocked is not tried again before it.
        _site.Pass(TimeSpan.FromHours(21));
        _relay.Always(SmtpPhase.RcptTo, SmtpAnswer.Reply(550, "5.1.1 unknown"));
        var reference = await AskAsync();
        await _site.Log.SawAsync("is Blocked", times: 2);
        await _site.Log.SawAsync("it is now Undeliverable");

        _relay.Recover();
        _site.Pass(TimeSpan.FromHours(1));
        await _site.Log.SawAsync("Digest sent", times: 2);

        var digest = _relay.Messages[^1].Message;
        Assert.Equal("Enquiries: 1 new, 1 waiting, 2 not delivered", digest.Subject);
        var text = digest.TextBody!.ReplaceLineEndings(" ");
        foreach (var mailbox in new[] { "reception", "nurse" })
        {
            Assert.Contains($"Its mail to {mailbox}@eternal-beauty.example is blocked since 5 May, 07:00: recipient 550 5.1.1.", text, StringComparison.Ordinal);
        }

        Assert.Equal(2, text.Split("Your technician can find out more: ClinicSite mail check.").Length);
        Assert.Contains("The short note to the patient came back", text, StringComparison.Ordinal);
        Assert.Equal([reference], await ListedAsync(EnquirySelection.Undelivered));
        Assert.Empty(await ListedAsync(EnquirySelection.Overdue));

        Assert.Equal(2, await desk.RetryAsync(TestContext.Current.CancellationToken));
        await _site.Log.SawAsync("StaffNotice sent", times: 2);

        Assert.Empty(await ListedAsync(EnquirySelection.Undelivered));
        _site.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal([reference], await ListedAsync(EnquirySelection.Overdue));

        async Task<IEnumerable<string>> ListedAsync(EnquirySelection selection) =>
            (await desk.ListAsync(selection, most: 10, TestContext.Current.CancellationToken)).Select(enquiry => Reference.Show(enquiry.Reference, "EB"));
    }

    /// <summary>The loop that sends goes on when the database is well again, without a restart.</summary>
    [Fact]
    public async Task Send_AfterARoundThatFailed_GoesOn()
    {
        await _site.DisposeAsync();
        var storage = new BrokenStorage();
        _site = OpenSite(services: services => services.ConfigureDbContext<EnquiryDb>(options => options.AddInterceptors(storage)));
        _relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Reply(451, "not now"));
        await AskAsync();
        await _site.Log.SawAsync("(attempt 1); it is now Pending", times: 3);
        _relay.Recover();
        storage.IsOn = true;
        _site.Pass(TimeSpan.FromSeconds(20));
        await _site.Log.SawAsync("A delivery pass failed");
        Assert.Empty(_relay.Messages);

        storage.IsOn = false;
        await _site.GoOnUntilAsync(_site.Log.SawAsync(" sent (attempt 2)", times: 3), TimeSpan.FromSeconds(10));

        Assert.Equal(3, _relay.Messages.Count);
    }

    [Fact]
    public async Task Send_FailingForMoreThanFiveDays_StallsAndStillArrives()
    {
        _relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Reply(451, "not now"));
        await AskAsync();
        await _site.Log.SawAsync("(attempt 1); it is now Pending", times: 3);
        _site.Pass(TimeSpan.FromDays(5.1));
        await _site.Log.SawAsync("is Stalled", times: 2);
        // Nobody has to look for a patient's own.
        await _site.Log.SawAsync("Acknowledgement not sent to \"a patient\", Transient \"sender 451\" (attempt 2); it is now Stalled");

        _relay.Recover();
        _site.Pass(TimeSpan.FromHours(7.3));

        await _site.Log.SawAsync(" sent (attempt 3)", times: 3);
        Assert.Equal(3, _relay.Messages.Count(IsNoDigest));
    }

    [Fact]
    public async Task Send_WhileTheRelayIsDown_AsksRarelyAndCountsNoAttempt()
    {
        // By hand: a round is over when it has been called, and has asked or has not.
        await _site.DisposeAsync();
        _site = OpenSite(services: Notifier.ByHand);
        _relay.Always(SmtpPhase.Ehlo, SmtpAnswer.Reply(530, "5.7.0 sign in first"));
        await AskAsync();
        await _site.NotifyAsync();
        Assert.Single(_relay.Conversations);

        // 30 s, 1, 2, 4, 8, then every 10 min: of three mails only one asks each time.
        var asked = 1;
        foreach (var seconds in (int[])[30, 60, 120, 240, 480, 600, 600])
        {
            _site.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            await _site.NotifyAsync();
            Assert.Equal(asked, _relay.Conversations.Count);

            _site.Clock.Advance(TimeSpan.FromSeconds(1));
            await _site.NotifyAsync();
            Assert.Equal(++asked, _relay.Conversations.Count);
        }

        Assert.All(await RowsAsync(), row => Assert.Equal((DeliveryState.Pending, 0), (row.State, row.Attempts)));
    }

    [Fact]
    public async Task Send_WhenTheRelayComesBack_TriesTheNewestFirstAndThenEverything()
    {
        // By hand: the clock must not jump in the middle of a conversation.
        await _site.DisposeAsync();
        _site = OpenSite(services: Notifier.ByHand);
        _relay.Always(SmtpPhase.Ehlo, SmtpAnswer.Reply(530, "5.7.0 sign in first"));
        var references = new List<string>();
        for (var hour = 0; hour < 4; hour++)
        {
            references.Add(await AskAsync(form => form.Type("Your message", $"Message {hour}")));
            await _site.NotifyAsync();
            await _site.Log.SawAsync("The mail relay cannot be used", hour + 1);
            _site.Clock.Advance(TimeSpan.FromHours(1));
        }

        _relay.Recover();
        await _site.NotifyAsync();
        var messages = await _relay.MessagesAsync(12, TestContext.Current.CancellationToken);

        Assert.Contains(references[3], messages[0].Message.Subject, StringComparison.Ordinal);
        Assert.Equal(12, messages.Select(message => message.Message.MessageId).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(references[0], string.Join(' ', messages.Skip(1).Take(4).Select(message => message.Message.Subject)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WhenTheReplyIsLost_SendsTheSameMessageAgain()
    {
        _relay.Next(SmtpPhase.EndOfData, SmtpAnswer.Drop);
        await AskAsync();
        await _site.Log.SawAsync("not sent");
        await _site.Log.SawAsync(" sent (attempt 1)", times: 2);
        _site.Pass(TimeSpan.FromSeconds(20));

        var messages = await _relay.MessagesAsync(4, TestContext.Current.CancellationToken);

        var repeated = messages.GroupBy(message => message.Message.MessageId, StringComparer.Ordinal).Single(group => group.Count() == 2).ToList();
        Assert.Equal(repeated[0].Raw, repeated[1].Raw);
    }

    [Fact]
    public async Task Send_AfterARestart_DeliversWhatWasOwed()
    {
        _relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Reply(451, "not now"));
        var reference = await AskAsync();
        await _site.Log.SawAsync("not sent", times: 3);
        await _site.DisposeAsync();

        _relay.Recover();
        _site = OpenSite(Site.Start + TimeSpan.FromMinutes(2));
        var messages = await _relay.MessagesAsync(3, TestContext.Current.CancellationToken);

        Assert.All(messages, message => Assert.Contains(reference, message.Message.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_DuringASend_CountsNoAttemptAndReleasesTheRow()
    {
        _relay.Always(SmtpPhase.EndOfData, SmtpAnswer.Silence);
        await AskAsync();
        await _relay.ReachedAsync(SmtpPhase.EndOfData, 1, TestContext.Current.CancellationToken);
        await _site.DisposeAsync();

        _relay.Recover();
        _site = OpenSite(Site.Start + TimeSpan.FromSeconds(1));
        await _site.Log.SawAsync(" sent (attempt 1)", times: 3);

        Assert.All(await RowsAsync(), row => Assert.Equal((DeliveryState.Sent, 1), (row.State, row.Attempts)));
    }

    [Fact]
    public async Task Send_WhenTheNoteOfItFails_SendsNothingTwice()
    {
        await _site.DisposeAsync();
        var readOnly = new BrokenStorage();
        _site = OpenSite(services: services => services.ConfigureDbContext<EnquiryDb>(options => options.AddInterceptors(readOnly)));
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _relay.Next(SmtpPhase.EndOfData, SmtpAnswer.Hold(taken.Task));
        await AskAsync();
        await _relay.ReachedAsync(SmtpPhase.EndOfData, 1, TestContext.Current.CancellationToken);
        readOnly.IsOn = true;
        taken.SetResult();
        await _site.Log.SawAsync("the database takes no note of it");

        readOnly.IsOn = false;
        // The note is tried again after the poll interval; no conversation is going on that a step of the clock could cut.
        await _site.GoOnUntilAsync(_site.Log.SawAsync(" sent (attempt 1)"), TimeSpan.FromSeconds(10));
        await _site.Log.SawAsync(" sent (attempt 1)", times: 3);
        // Longer than the lease: what was not noted would be taken up again before the new one is told.
        _site.Pass(TimeSpan.FromMinutes(4));
        await AskAsync(form => form.Type("Your message", "Another"));
        await _site.Log.SawAsync(" sent (attempt 1)", times: 5);

        Assert.DoesNotContain(_relay.Messages.CountBy(message => message.Message.MessageId!, StringComparer.Ordinal), times => times.Value > 1);
    }

    [Fact]
    public async Task Stop_WhileTheRelayIsTakingAMail_WaitsForItsAnswer()
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _relay.Next(SmtpPhase.EndOfData, SmtpAnswer.Hold(taken.Task));
        await AskAsync();
        await _relay.ReachedAsync(SmtpPhase.EndOfData, 1, TestContext.Current.CancellationToken);
        var stopping = _site.Services.GetRequiredService<IHostApplicationLifetime>();
        stopping.StopApplication();
        taken.SetResult();
        await _site.Log.SawAsync(" sent (attempt 1)");
        await _site.DisposeAsync();

        _site = OpenSite(Site.Start + TimeSpan.FromMinutes(4));
        await _site.Log.SawAsync(" sent (attempt 1)", times: 2);

        Assert.Equal(3, _relay.Messages.Count);
    }

    [Fact]
    public async Task Send_AFollowUp_StandsInTheThreadOfTheFirst()
    {
        var form = new FormOnPage(await _site.PageAsync("/consultation"));
        using (await form.FillValid().SendAsync(_site.Http))
        {
        }

        var first = (await _relay.MessagesAsync(3, TestContext.Current.CancellationToken)).Single(IsToNurse).Message;
        using (await form.Type("Your message", "One more thing").SendAsync(_site.Http))
        {
        }

        var second = (await _relay.MessagesAsync(5, TestContext.Current.CancellationToken)).Last(IsToNurse).Message;
        Assert.Equal(first.MessageId, second.InReplyTo);
        Assert.Contains("This adds to EB-", second.TextBody, StringComparison.Ordinal);
        Assert.Null(first.InReplyTo);
    }

    [Fact]
    public async Task Refuse_OneMailboxAgainAndAgain_CallsUpNothingWhenAnotherTakesMail()
    {
        await _site.DisposeAsync();
        _site = OpenSite(services: Notifier.ByHand);
        _relay.Always(SmtpPhase.RcptTo, line => line.Contains("nurse@", StringComparison.Ordinal) ? SmtpAnswer.Reply(452, "4.2.2 full") : SmtpAnswer.Accept);
        for (var asked = 0; asked < 5; asked++)
        {
            await AskAsync();
            await _site.NotifyAsync();
        }

        var toNurse = (await RowsAsync()).Where(row => row.RecipientSlot == 1);
        Assert.All(toNurse, row => Assert.Equal((DeliveryState.Pending, 1), (row.State, row.Attempts)));

        _relay.Recover();
        _site.Clock.Advance(TimeSpan.FromMinutes(2));
        await _site.NotifyAsync();

        Assert.All(await RowsAsync(), row => Assert.Equal(DeliveryState.Sent, row.State));
    }

    /// <summary>A relay that takes mail for some without a sign-in, and says of the others what a relay says that takes nothing.</summary>
    [Theory]
    [InlineData("reception@", 0)]
    [InlineData("nurse@", 1)]
    [InlineData("patient", Delivery.PatientSlot)]
    public async Task Refuse_OneMailboxAsIfTheRelayWereDown_HoldsUpNoOther(string mailbox, int slot)
    {
        await _site.DisposeAsync();
        _site = OpenSite(services: Notifier.ByHand);
        _relay.Always(SmtpPhase.RcptTo, line => line.Contains(mailbox, StringComparison.Ordinal) ? SmtpAnswer.Reply(530, "5.7.0 sign in first") : SmtpAnswer.Accept);
        for (var asked = 0; asked < 4; asked++)
        {
            await AskAsync(form => form.Type("Your message", $"Message {asked}").Type("Email address", $"patient{asked}@example.org"));
            _site.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        for (var round = 0; round < 20; round++)
        {
            await _site.NotifyAsync();
            _site.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.All(await RowsAsync(), row => Assert.Equal(row.RecipientSlot == slot, row.State != DeliveryState.Sent));
    }

    /// <summary>Each of its mails takes half a minute: the pass does not go on until the last, and the next sees what is new.</summary>
    [Fact]
    public async Task Send_ToAMailboxAtWhichTheRelayHangs_EndsThePass()
    {
        await _site.DisposeAsync();
        _site = OpenSite(services: Notifier.ByHand);
        for (var asked = 0; asked < 3; asked++)
        {
            await AskAsync(form => form.Type("Your message", $"Message {asked}").Type("Email address", $"patient{asked}@patients.example.org"));
        }

        _relay.Always(SmtpPhase.RcptTo, _ =>
        {
            _site.Clock.Advance(TimeSpan.FromSeconds(31));
            return SmtpAnswer.Reply(451, "4.3.0 later");
        });
        await _site.NotifyAsync();

        Assert.Equal(2, _relay.Conversations.Count);
    }

    [Fact]
    public async Task Wait_WhenTheClockIsSetBack_IsOver()
    {
        await _site.DisposeAsync();
        _site = OpenSite(services: Notifier.ByHand);
        _relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Reply(451, "not now"));
        await AskAsync();
        await _site.NotifyAsync();
        Assert.All(await RowsAsync(), row => Assert.Equal((DeliveryState.Pending, 1), (row.State, row.Attempts)));

        _relay.Recover();
        _site.Clock.AdjustTime(Site.Start.AddHours(-8));
        await _site.NotifyAsync();

        Assert.All(await RowsAsync(), row => Assert.Equal(DeliveryState.Sent, row.State));
    }

    [Theory]
    [InlineData("amina@пример.example", "amina@xn--e1afmkfd.example")]
    [InlineData("ämina@patients.example.org", null)]
    [InlineData("amina+news@patients.example.org", "amina+news@patients.example.org")]
    public async Task Reply_ToAnAddress_OnlyWhereEveryRelayCanCarryIt(string address, string? header)
    {
        await AskAsync(form => form.Type("Email address", address));

        var notice = (await _relay.MessagesAsync(2, TestContext.Current.CancellationToken)).First(IsToStaff);

        Assert.Contains(address, notice.Message.TextBody, StringComparison.Ordinal);
        var replyTo = System.Text.Encoding.Latin1.GetString(notice.Raw).Split("\r\n").SingleOrDefault(line => line.StartsWith("Reply-To: ", StringComparison.Ordinal));
        Assert.Equal(header, replyTo?["Reply-To: ".Length..]);
        Assert.Contains(header is null ? "does not reach the patient: write a new one" : "Reply to this mail to write to the patient", notice.Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ReferenceOnly_KeepsTheMessageOutOfTheMail()
    {
        await _site.DisposeAsync();
        _site = OpenSite(staffMail: "ReferenceOnly");
        await AskAsync(form => form.Type("Your message", "Private words").Tick("Acne scars"));

        var notice = (await _relay.MessagesAsync(3, TestContext.Current.CancellationToken)).First(IsToStaff).Message;

        Assert.DoesNotContain("Private words", notice.TextBody + notice.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Acne", notice.TextBody + notice.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("amina@patients.example.org", notice.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ToTheLog_NothingThatWasTyped()
    {
        _relay.Next(SmtpPhase.RcptTo, SmtpAnswer.Reply(450, "canary@patients.example.org is busy"));
        await AskAsync(form => form
            .Type("Full name", "Canary Name").Type("Email address", "canary@patients.example.org").Type("Phone number", "01632 960 555")
            .Type("Best time to call", "canary-time").Type("Your message", "canary-message"));
        await _site.Log.SawAsync(" sent (attempt 1)", times: 2);
        _site.Pass(TimeSpan.FromSeconds(20));
        await _site.Log.SawAsync(" sent (attempt 2)");

        Assert.DoesNotContain(_site.Log.Lines, line => line.Contains("canary", StringComparison.OrdinalIgnoreCase) || line.Contains("960 555", StringComparison.Ordinal));
        Assert.All(await RowsAsync(), row => Assert.DoesNotContain("canary", row.LastFailure ?? "", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>When days pass digests fall due too, and go before the others or after them.</summary>
    private static bool IsNoDigest(ReceivedMessage message) => message.Message.Subject?.StartsWith("Enquiries: ", StringComparison.Ordinal) != true;

    private static bool IsToNurse(ReceivedMessage message) => message.Recipients[0].StartsWith("nurse", StringComparison.Ordinal);

    private static bool IsToStaff(ReceivedMessage message) => message.Recipients[0].EndsWith("@eternal-beauty.example", StringComparison.Ordinal);

    private Site OpenSite(DateTimeOffset? now = null, string staffMail = "Full", Action<IServiceCollection>? services = null) => Site.Open(
        new Dictionary<string, string?>(MailSettings.To(_relay.Port), StringComparer.Ordinal) { ["Enquiries:StaffMail"] = staffMail }, _data.Folder, now, services);

    private async Task<string> AskAsync(Action<FormOnPage>? fill = null)
    {
        var form = new FormOnPage(await _site.PageAsync("/consultation")).FillValid();
        fill?.Invoke(form);
        using var answer = await form.SendAsync(_site.Http);
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    private Task<List<Delivery>> RowsAsync() =>
        _site.ReadAsync(database => database.Deliveries.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));
}
