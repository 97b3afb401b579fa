using ClinicSite.Email;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace ClinicSite.Tests.Email;

public sealed class SmtpTransportTests
{
    [Fact]
    public async Task Send_HealthyRelay_ArrivesByteForByte()
    {
        await using var server = new ScriptedSmtpServer();
        var message = SampleMail.Message();

        var outcome = await SmtpRelay.Transport(server).SendAsync(message, Deadline.Soon());

        Assert.True(outcome.IsSent);
        var received = Assert.Single(server.Messages);
        Assert.Equal(SampleMail.Bytes(SampleMail.Message()), received.Raw);
        Assert.Equal("website@riverside-skin.example", received.Sender);
        Assert.Equal(["reception@riverside-skin.example"], received.Recipients);
    }

    [Fact]
    public async Task Send_ToANameWithAnAddressThatNobodyListensOn_TriesTheNext()
    {
        // Where the machine has IPv6, localhost is ::1 first, and the relay is at 127.0.0.1 alone.
        await using var server = new ScriptedSmtpServer();
        var settings = new SmtpOptions { Host = "localhost", Port = server.Port, Security = SmtpSecurity.None };

        var outcome = await SmtpRelay.Transport(settings).SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.True(outcome.IsSent);
        Assert.Single(server.Messages);
    }

    /// <summary>It would take 40 ms, the kernel's shortest delay of an acknowledgement, each time; once in many may be an accident.</summary>
    [Fact]
    public async Task Send_LongMessage_DoesNotWaitUntilItsBeginningIsAcknowledged()
    {
        await using var server = new ScriptedSmtpServer();
        var transport = SmtpRelay.Transport(server);
        var draft = SampleMail.Draft() with { Content = SampleMail.Document().Quote("Message", new string('m', 5000)) };
        var shortest = TimeSpan.MaxValue;

        for (var times = 0; times < 100 && shortest >= TimeSpan.FromMilliseconds(35); times++)
        {
            using var message = MessageBuilder.Build(draft);
            var began = TimeProvider.System.GetTimestamp();
            Assert.True((await transport.SendAsync(message, Deadline.Soon())).IsSent);
            var took = TimeProvider.System.GetElapsedTime(began);
            shortest = took < shortest ? took : shortest;
        }

        Assert.InRange(shortest, TimeSpan.Zero, TimeSpan.FromMilliseconds(35));
    }

    [Fact]
    public async Task Send_NoLocalDomainSet_GreetsWithTheDomainOfTheSender()
    {
        await using var server = new ScriptedSmtpServer();

        await SmtpRelay.Transport(server).SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.Contains("EHLO riverside-skin.example", server.ClientLines);
    }

    [Fact]
    public async Task Send_Twice_UsesAConnectionEach()
    {
        await using var server = new ScriptedSmtpServer();
        var transport = SmtpRelay.Transport(server);

        await transport.SendAsync(SampleMail.Message(), Deadline.Soon());
        await transport.SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.Equal(2, server.Conversations.Count);
        Assert.Equal(server.Messages[0].Raw, server.Messages[1].Raw);
    }

    [Fact]
    public async Task Send_GoodbyeUnanswered_IsSentWithoutWaitingForIt()
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(SmtpPhase.Quit, SmtpAnswer.Silence);

        // The clock stands, so a wait for the goodbye would not end by itself within this patience.
        var sending = SmtpRelay.Transport(SmtpRelay.Settings(server), time: new FakeTimeProvider()).SendAsync(SampleMail.Message(), Deadline.Soon());
        var outcome = await sending.WaitAsync(SmtpRelay.Patience / 2, Deadline.Soon());

        Assert.True(outcome.IsSent);
        await server.ReachedAsync(SmtpPhase.Quit, 1, Deadline.Soon());
    }

    [Fact]
    public async Task Send_GoodbyeDropped_IsSent()
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(SmtpPhase.Quit, SmtpAnswer.Drop);

        var outcome = await SmtpRelay.Transport(server).SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.True(outcome.IsSent);
    }

    [Fact]
    public async Task Send_NothingListening_IsAFailureOfTheChannel()
    {
        using var port = new DeafPort();

        var outcome = await SmtpRelay.Transport(SmtpRelay.Settings(port.Number)).SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.Equal(FailureClass.Channel, outcome.Failure);
        Assert.Equal("connect ConnectionRefused", outcome.Code);
    }

    [Theory]
    [InlineData(SmtpPhase.Greeting)]
    [InlineData(SmtpPhase.Ehlo)]
    [InlineData(SmtpPhase.MailFrom)]
    [InlineData(SmtpPhase.EndOfData)]
    public async Task Send_ProgramStops_ThrowsAndIsNoOutcome(SmtpPhase phase)
    {
        await using var server = new ScriptedSmtpServer();
        server.Always(phase, SmtpAnswer.Silence);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Deadline.Soon());
        var sending = SmtpRelay.Transport(server).SendAsync(SampleMail.Message(), stopping.Token);
        await server.ReachedAsync(phase, 1, Deadline.Soon());

        await stopping.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(stopping.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task Send_TwoRecipients_IsRefusedBeforeAnythingIsSaid()
    {
        await using var server = new ScriptedSmtpServer();
        var message = SampleMail.Message();
        message.Cc.Add(new MailboxAddress("", "nurse@riverside-skin.example"));

        await Assert.ThrowsAsync<ArgumentException>(() => SmtpRelay.Transport(server).SendAsync(message, Deadline.Soon()));

        Assert.Empty(server.Conversations);
    }

    [Fact]
    public void Destination_AnyRelay_NamesHostAndPortAlone()
    {
        var transport = SmtpRelay.Transport(new SmtpOptions { Host = "smtp.riverside-skin.example", User = "website", Password = "secret" });

        Assert.Equal("smtp://smtp.riverside-skin.example:587", transport.Destination);
    }
}
