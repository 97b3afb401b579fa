using System.Security.Cryptography.X509Certificates;
using ClinicSite.Email;
using Microsoft.Extensions.Options;

namespace ClinicSite.Tests.Email;

/// <summary>Transports that speak to a <see cref="ScriptedSmtpServer"/>.</summary>
internal static class SmtpRelay
{
    /// <summary>For waits that end by themselves when all is well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static SmtpOptions Settings(
        int port, SmtpSecurity security = SmtpSecurity.None, string? user = null, string? password = null, TimeSpan? operation = null) => new()
        {
            Host = "127.0.0.1",
            Port = port,
            Security = security,
            User = user,
            Password = password,
            OperationTimeout = operation ?? Patience,
            OverallTimeout = Patience,
            CheckRevocation = false,
        };

    public static SmtpOptions Settings(
        ScriptedSmtpServer server, SmtpSecurity security = SmtpSecurity.None, string? user = null, string? password = null, TimeSpan? operation = null) =>
        Settings(server.Port, security, user, password, operation);

    public static SmtpTransport Transport(SmtpOptions smtp, X509Certificate2? trusted = null, TimeProvider? time = null) =>
        new(Options.Create(new EmailOptions { Transport = TransportKind.Smtp, From = SampleMail.From, Smtp = smtp }), time ?? TimeProvider.System)
        {
            Trusted = trusted,
        };

    public static SmtpTransport Transport(ScriptedSmtpServer server) => Transport(Settings(server));
}
