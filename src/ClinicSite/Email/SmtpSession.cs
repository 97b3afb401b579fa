using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ClinicSite.Email;

/// <summary>
/// One conversation with the relay: open, hand over, part. It knows how far it came, which tells whose fault a failure is.
/// </summary>
internal sealed class SmtpSession : IDisposable
{
    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(5);

    private readonly SmtpOptions _options;
    private readonly TimeProvider _time;
    private readonly SmtpClient _client;
    private readonly Socket _socket;

    /// <param name="options">The relay and how to speak to it.</param>
    /// <param name="localDomain">The name given in EHLO.</param>
    /// <param name="trusted">Accepted although no authority vouches for it; null for none.</param>
    /// <param name="time">The clock.</param>
    public SmtpSession(SmtpOptions options, string localDomain, X509Certificate2? trusted, TimeProvider time)
    {
        _options = options;
        _time = time;
        var patience = (int)options.OperationTimeout.TotalMilliseconds;
        // MailKit's own sockets hold back what follows on something not yet acknowledged (Nagle): the end of a message of
        // more than 4 KB, as all are, would wait for the relay's delayed acknowledgement of its beginning, 40 ms.
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = patience, SendTimeout = patience };
        _client = new SmtpClient
        {
            LocalDomain = localDomain,
            Timeout = patience,
            CheckCertificateRevocation = options.CheckRevocation,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsAcceptable(certificate, chain, errors, trusted),
        };
    }

    /// <summary>While opening: connecting or signing in.</summary>
    public SmtpStep Step { get; private set; } = SmtpStep.Connect;

    /// <summary>Connected, secured, signed in: the relay takes messages.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What is wrong with the relay's certificate, such as <c>UntrustedRoot</c>.</summary>
    public string? CertificateProblem { get; private set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var security = _options.Security switch
        {
            SmtpSecurity.SslOnConnect => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(_options.OperationTimeout);
            await _socket.ConnectAsync(_options.Host, _options.EffectivePort, limit.Token);
        }

        await _client.ConnectAsync(_socket, _options.Host, _options.EffectivePort, security, cancellationToken);
        if (!string.IsNullOrEmpty(_options.User))
        {
            Step = SmtpStep.Auth;
            ChooseOneMechanism();
            await _client.AuthenticateAsync(Encoding.UTF8, new NetworkCredential(_options.User, _options.Password), cancellationToken);
        }

        IsOpen = true;
    }

    /// <summary>Returns when the relay has answered the last line with a 2xx: from then on the message is the relay's.</summary>
    public async Task HandOverAsync(MimeMessage message, MailboxAddress sender, MailboxAddress recipient, CancellationToken cancellationToken)
    {
        await _client.SendAsync(FormatOptions.Default, message, sender, [recipient], cancellationToken);
    }

    /// <summary>Says goodbye, but does not insist: nothing depends on it any more.</summary>
    public async Task PartAsync()
    {
        using var limit = new CancellationTokenSource(PartingTime, _time);
        try
        {
            await _client.DisconnectAsync(quit: true, limit.Token);
        }
#pragma warning disable CA1031 // Nobody awaits this, and what became of the message is decided.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _socket.Dispose();
    }

    // MailKit tries every mechanism in turn: one wrong password would count as several failed sign-ins, and relays lock
    // accounts for that. The channel is TLS or this machine's own loopback, so PLAIN is as good as any.
    private void ChooseOneMechanism()
    {
        foreach (var mechanism in new[] { "PLAIN", "LOGIN" })
        {
            if (_client.AuthenticationMechanisms.Contains(mechanism))
            {
                _client.AuthenticationMechanisms.IntersectWith([mechanism]);
                return;
            }
        }
    }

    private bool IsAcceptable(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2? trusted)
    {
        if (errors == SslPolicyErrors.None || (trusted is not null && certificate is not null && trusted.Equals(certificate)))
        {
            return true;
        }

        CertificateProblem = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is { ChainStatus.Length: > 0 }
            ? chain.ChainStatus[0].Status.ToString()
            : errors.ToString().Replace("RemoteCertificate", "", StringComparison.Ordinal);
        return false;
    }
}
