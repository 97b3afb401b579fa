using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;

namespace ClinicSite.Tests.Operations;

public sealed class MailCommandTests : IAsyncDisposable
{
    private readonly ScriptedSmtpServer _relay = new();

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Fact]
    public async Task Check_WithAHealthyRelay_SendsToEveryStaffMailbox()
    {
        var (exitCode, output) = await CheckAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains($"Mail goes to smtp://127.0.0.1:{_relay.Port}", output, StringComparison.Ordinal);
        Assert.Contains("Sending a test message to reception@eternal-beauty.example … sent.", output, StringComparison.Ordinal);
        Assert.Equal(2, (await _relay.MessagesAsync(2, TestContext.Current.CancellationToken)).Count);
    }

    [Theory]
    [InlineData(SmtpPhase.RcptTo, 550, "5.1.1 nobody here", "not sent: recipient 550 5.1.1.", "Check Email:Staff")]
    [InlineData(SmtpPhase.MailFrom, 550, "5.7.60 not as this sender", "not sent: sender 550 5.7.60.", "Check Email:From", Explicit = true)]
    [InlineData(SmtpPhase.MailFrom, 550, "5.7.30 basic authentication is off", "not sent: sender 550 5.7.30.", "switched off sign-in with a password", Explicit = true)]
    [InlineData(SmtpPhase.MailFrom, 530, "5.7.0 sign in first", "not sent: auth required.", "Set Email:Smtp:User")]
    [InlineData(SmtpPhase.RcptTo, 450, "4.2.0 greylisted", "not sent: recipient 450 4.2.0.", "The relay asks to be tried again later")]
    public async Task Check_Refused_SaysInWordsWhatToMend(SmtpPhase phase, int code, string text, string said, string advice)
    {
        _relay.Always(phase, SmtpAnswer.Reply(code, text));

        var (exitCode, output) = await CheckAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Contains(advice, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ToAnAddressThatIsRefused_NamesItAndNoSetting()
    {
        _relay.Always(SmtpPhase.RcptTo, SmtpAnswer.Reply(550, "5.1.1 nobody here"));

        var (exitCode, output) = await CheckAsync(command: "mail check --to nobody@riverside-skin.org");

        Assert.Equal(1, exitCode);
        Assert.Contains("Check the address nobody@riverside-skin.org.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Email:Staff", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WhereNothingListens_NamesThePort()
    {
        using var port = new DeafPort();

        var (exitCode, output) = await CheckAsync(port.Number);

        Assert.Equal(1, exitCode);
        Assert.Contains($"nothing listens on port {port.Number}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ToNoAddress_SaysSo()
    {
        var (exitCode, output) = await CheckAsync(command: "mail check --to nobody");

        Assert.Equal(1, exitCode);
        Assert.Contains("\"nobody\" is no mail address.", output, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output)> CheckAsync(int? port = null, string command = "mail check") =>
        ProgramRun.CommandAsync(command, MailSettings.To(port ?? _relay.Port));
}
