using ClinicSite.Email;
using Microsoft.Extensions.Time.Testing;

namespace ClinicSite.Tests.Email;

/// <summary>Whose failure each refusal, silence and lost connection is, over a real conversation.</summary>
public sealed class SmtpFailureTests
{
    public static TheoryData<SmtpPhase, int, string, FailureClass, string> Refusals => new()
    {
        { SmtpPhase.Greeting, 421, "4.3.2 closing", FailureClass.Channel, "connect 421 4.3.2" },
        { SmtpPhase.Greeting, 554, "no service", FailureClass.Channel, "connect 554" },
        { SmtpPhase.Ehlo, 550, "5.7.1 who are you", FailureClass.Channel, "connect 550 5.7.1" },
        { SmtpPhase.MailFrom, 451, "4.7.1 greylisted", FailureClass.Transient, "sender 451 4.7.1" },
        { SmtpPhase.MailFrom, 553, "5.7.1 not your address", FailureClass.Channel, "sender 553 5.7.1" },
        { SmtpPhase.MailFrom, 530, "5.7.57 sign in first", FailureClass.Channel, "auth required" },
        { SmtpPhase.MailFrom, 552, "5.3.4 too large", FailureClass.Recipient, "sender 552 5.3.4" },
        { SmtpPhase.RcptTo, 450, "4.2.1 busy", FailureClass.Transient, "recipient 450 4.2.1" },
        { SmtpPhase.RcptTo, 550, "5.1.1 unknown", FailureClass.Recipient, "recipient 550 5.1.1" },
        { SmtpPhase.RcptTo, 550, "no enhanced status here", FailureClass.Recipient, "recipient 550" },
        { SmtpPhase.RcptTo, 530, "5.7.0 sign in first", FailureClass.Channel, "auth required" },
        { SmtpPhase.Data, 421, "4.3.2 closing", FailureClass.Transient, "message 421 4.3.2" },
        { SmtpPhase.Data, 554, "5.5.1 no", FailureClass.Recipient, "message 554 5.5.1" },
        { SmtpPhase.EndOfData, 452, "4.3.1 full", FailureClass.Transient, "message 452 4.3.1" },
        { SmtpPhase.EndOfData, 554, "5.7.1 looks like spam", FailureClass.Recipient, "message 554 5.7.1" },
        { SmtpPhase.EndOfData, 554, "5.7.9 not accepted for policy reasons", FailureClass.Recipient, "message 554 5.7.9" },
        { SmtpPhase.RcptTo, 550, "5.7.9 sign in otherwise", FailureClass.Channel, "recipient 550 5.7.9" },
        { SmtpPhase.EndOfData, 550, "5.7.60 may not send as this sender", FailureClass.Channel, "message 550 5.7.60" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Send_Refused_IsClassedByPhaseAndCode(SmtpPhase phase, int status, string text, FailureClass expected, string code)
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(phase, SmtpAnswer.Reply(status, text));

        var outcome = await SendAsync(server);

        Assert.Equal((expected, code, status), (outcome.Failure, outcome.Code, outcome.Status));
        Assert.Empty(server.Messages);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Send_RefusedWhilePipelining_IsClassedTheSame(SmtpPhase phase, int status, string text, FailureClass expected, string code)
    {
        await using var server = new ScriptedSmtpServer { OfferPipelining = true };
        server.Always(phase, SmtpAnswer.Reply(status, text));

        var outcome = await SendAsync(server);

        Assert.Equal((expected, code, status), (outcome.Failure, outcome.Code, outcome.Status));
    }

    [Theory]
    [InlineData(SmtpPhase.MailFrom, 553, FailureClass.Channel)]
    [InlineData(SmtpPhase.RcptTo, 550, FailureClass.Recipient)]
    [InlineData(SmtpPhase.Data, 554, FailureClass.Recipient)]
    [InlineData(SmtpPhase.EndOfData, 554, FailureClass.Recipient)]
    public async Task Send_RefusedAndThenHungUp_IsTheRefusalAndNotALostConnection(SmtpPhase phase, int status, FailureClass expected)
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(phase, SmtpAnswer.Reply(status, "5.7.1 no"));
        server.Always(SmtpPhase.Reset, SmtpAnswer.Drop);

        var outcome = await SendAsync(server);

        Assert.Equal((expected, status), (outcome.Failure, outcome.Status));
    }

    [Fact]
    public async Task Send_RefusedAndThenSilent_IsTheRefusalAndNotATimeout()
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(SmtpPhase.RcptTo, SmtpAnswer.Reply(550, "5.1.1 unknown"));
        server.Always(SmtpPhase.Reset, SmtpAnswer.Silence);
        var time = new FakeTimeProvider();
        var sending = SmtpRelay.Transport(SmtpRelay.Settings(server), time: time).SendAsync(SampleMail.Message(), Deadline.Soon());
        await server.ReachedAsync(SmtpPhase.Reset, 1, Deadline.Soon());

        time.Advance(SmtpRelay.Patience);

        Assert.Equal("recipient 550 5.1.1", (await sending).Code);
    }

    public static TheoryData<SmtpPhase, FailureClass> Phases => new()
    {
        { SmtpPhase.Greeting, FailureClass.Channel },
        { SmtpPhase.Ehlo, FailureClass.Channel },
        { SmtpPhase.MailFrom, FailureClass.Transient },
        { SmtpPhase.RcptTo, FailureClass.Transient },
        { SmtpPhase.Data, FailureClass.Transient },
        { SmtpPhase.EndOfData, FailureClass.Transient },
    };

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Send_ConnectionLost_IsClassedByPhase(SmtpPhase phase, FailureClass expected)
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(phase, SmtpAnswer.Drop);

        var outcome = await SendAsync(server);

        Assert.Equal(expected, outcome.Failure);
        Assert.Null(outcome.Status);
        Assert.EndsWith(" lost", outcome.Code, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Send_HalfALine_IsALostConnection(SmtpPhase phase, FailureClass expected)
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(phase, SmtpAnswer.HalfLine);

        var outcome = await SendAsync(server);

        Assert.Equal(expected, outcome.Failure);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Send_Garbage_IsClassedByPhase(SmtpPhase phase, FailureClass expected)
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(phase, SmtpAnswer.Garbage);

        var outcome = await SendAsync(server);

        Assert.Equal(expected, outcome.Failure);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Send_SilencePastTheOverallLimit_IsATimeoutClassedByPhase(SmtpPhase phase, FailureClass expected)
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(phase, SmtpAnswer.Silence);
        var time = new FakeTimeProvider();
        var sending = SmtpRelay.Transport(SmtpRelay.Settings(server), time: time).SendAsync(SampleMail.Message(), Deadline.Soon());
        await server.ReachedAsync(phase, 1, Deadline.Soon());

        time.Advance(SmtpRelay.Patience);

        var outcome = await sending;
        Assert.Equal(expected, outcome.Failure);
        Assert.EndsWith(" timeout", outcome.Code, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Send_AnswerLateButInTime_IsSent(SmtpPhase phase, FailureClass orElse)
    {
        await using var server = new ScriptedSmtpServer();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Always(phase, SmtpAnswer.Hold(released.Task));
        var sending = SendAsync(server);
        await server.ReachedAsync(phase, 1, Deadline.Soon());

        released.SetResult();

        Assert.True((await sending).IsSent, $"It counts as {orElse}.");
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task Send_SilencePastTheLimitOfOneAnswer_IsATimeout()
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(SmtpPhase.Greeting, SmtpAnswer.Silence);
        var settings = SmtpRelay.Settings(server, operation: TimeSpan.FromMilliseconds(100));

        var outcome = await SmtpRelay.Transport(settings).SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.Equal((FailureClass.Channel, "connect timeout"), (outcome.Failure, outcome.Code));
    }

    [Fact]
    public async Task Send_ReplyToTheFinalDotLost_IsTransientThoughTheRelayHasIt()
    {
        await using var server = new ScriptedSmtpServer();
        server.Next(SmtpPhase.EndOfData, SmtpAnswer.Drop);

        var first = await SendAsync(server);
        var second = await SendAsync(server);

        Assert.Equal(FailureClass.Transient, first.Failure);
        Assert.True(second.IsSent);
        Assert.Equal(server.Messages[0].Raw, server.Messages[1].Raw);
    }

    [Fact]
    public async Task Send_RefusalRepeatsAnAddress_CodeHoldsNoneOfIt()
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(SmtpPhase.RcptTo, SmtpAnswer.Reply(550, "5.1.1 <zoe@patients.example> unknown to 203.0.113.7"));

        var outcome = await SendAsync(server);

        Assert.Equal("recipient 550 5.1.1", outcome.Code);
        Assert.DoesNotContain("zoe", outcome.ToString(), StringComparison.Ordinal);
    }

    private static Task<SendOutcome> SendAsync(ScriptedSmtpServer server) =>
        SmtpRelay.Transport(server).SendAsync(SampleMail.Message(), Deadline.Soon());
}
