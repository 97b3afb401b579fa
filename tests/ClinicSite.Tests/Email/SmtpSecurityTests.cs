using ClinicSite.Email;

namespace ClinicSite.Tests.Email;

/// <summary>TLS and signing in.</summary>
public sealed class SmtpSecurityTests
{
    private const string User = "website";
    private const string Password = "a right password";

    [Theory]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.SslOnConnect)]
    public async Task Send_TrustedRelay_TravelsUnderTls(SmtpSecurity security)
    {
        await using var server = Relay(security, "PLAIN", "LOGIN");

        var outcome = await SendAsync(server, security, Password);

        Assert.True(outcome.IsSent, outcome.Code);
        Assert.True(Assert.Single(server.Messages).Secured);
    }

    [Theory]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.SslOnConnect)]
    public async Task Send_UntrustedRelay_NeitherSignsInNorSends(SmtpSecurity security)
    {
        await using var server = Relay(security, "PLAIN");

        var outcome = await SendAsync(server, security, Password, trusting: false);

        Assert.Equal((FailureClass.Channel, "tls UntrustedRoot"), (outcome.Failure, outcome.Code));
        AssertNothingSaid(server);
    }

    [Fact]
    public async Task Send_RelayWithoutStartTls_SendsNothingInTheClear()
    {
        await using var server = new ScriptedSmtpServer { OfferAuth = ["PLAIN"] };

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, Password);

        Assert.Equal((FailureClass.Channel, "tls not-offered"), (outcome.Failure, outcome.Code));
        AssertNothingSaid(server);
    }

    [Fact]
    public async Task Send_StartTlsRefused_SendsNothingInTheClear()
    {
        await using var server = Relay(SmtpSecurity.StartTls, "PLAIN");
        server.Always(SmtpPhase.StartTls, SmtpAnswer.Reply(454, "4.7.0 not now"));

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, Password);

        Assert.Equal((FailureClass.Channel, "connect 454 4.7.0"), (outcome.Failure, outcome.Code));
        AssertNothingSaid(server);
    }

    [Fact]
    public async Task Send_StartTlsDropped_IsAFailureOfTheChannel()
    {
        await using var server = Relay(SmtpSecurity.StartTls, "PLAIN");
        server.Always(SmtpPhase.StartTls, SmtpAnswer.Drop);

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, Password);

        Assert.Equal(FailureClass.Channel, outcome.Failure);
        AssertNothingSaid(server);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Send_RightPassword_SignsIn(string mechanism)
    {
        await using var server = Relay(SmtpSecurity.StartTls, mechanism);

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, Password);

        Assert.True(outcome.IsSent, outcome.Code);
    }

    [Fact]
    public async Task Send_WrongPassword_CostsOneFailedSignIn()
    {
        await using var server = Relay(SmtpSecurity.StartTls, "LOGIN", "PLAIN", "CRAM-MD5");

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, "a wrong password");

        Assert.Equal((FailureClass.Channel, "auth 535 5.7.8", 535), (outcome.Failure, outcome.Code, outcome.Status));
        Assert.Single(server.ClientLines, line => line.StartsWith("AUTH ", StringComparison.Ordinal));
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData(454, "4.7.0 try later", "auth 454 4.7.0")]
    [InlineData(550, "5.7.30 Basic authentication is not supported", "auth 550 5.7.30")]
    [InlineData(534, "5.7.9 mechanism too weak", "auth refused")]
    public async Task Send_SignInRefused_IsAFailureOfTheChannel(int status, string text, string code)
    {
        await using var server = Relay(SmtpSecurity.StartTls, "PLAIN");
        server.Always(SmtpPhase.Auth, SmtpAnswer.Reply(status, text));

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, Password);

        Assert.Equal((FailureClass.Channel, code), (outcome.Failure, outcome.Code));
    }

    [Fact]
    public async Task Send_SignInDropped_IsAFailureOfTheChannel()
    {
        await using var server = Relay(SmtpSecurity.StartTls, "PLAIN");
        server.Always(SmtpPhase.Auth, SmtpAnswer.Drop);

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, Password);

        Assert.Equal((FailureClass.Channel, "auth lost"), (outcome.Failure, outcome.Code));
    }

    [Fact]
    public async Task Send_RelayOffersNoSignIn_IsAFailureOfTheChannel()
    {
        await using var server = Relay(SmtpSecurity.StartTls);

        var outcome = await SendAsync(server, SmtpSecurity.StartTls, Password);

        Assert.Equal((FailureClass.Channel, "auth not-offered"), (outcome.Failure, outcome.Code));
        Assert.Empty(server.Messages);
    }

    private static ScriptedSmtpServer Relay(SmtpSecurity security, params string[] mechanisms) => new()
    {
        ImplicitTls = security == SmtpSecurity.SslOnConnect,
        OfferStartTls = security == SmtpSecurity.StartTls,
        OfferAuth = mechanisms,
        User = User,
        Password = Password,
    };

    private static Task<SendOutcome> SendAsync(ScriptedSmtpServer server, SmtpSecurity security, string password, bool trusting = true) =>
        SmtpRelay.Transport(SmtpRelay.Settings(server, security, User, password), trusting ? server.Certificate : null)
            .SendAsync(SampleMail.Message(), Deadline.Soon());

    private static void AssertNothingSaid(ScriptedSmtpServer server)
    {
        Assert.DoesNotContain(server.ClientLines, line => line.StartsWith("AUTH", StringComparison.Ordinal) || line.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Empty(server.Messages);
    }
}
