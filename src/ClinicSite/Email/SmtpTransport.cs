using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClinicSite.Email;

/// <summary>
/// Hands one message for one recipient to the mail relay.
///
/// What decides: the relay's reply to the last line of the message, and nothing after it. A 2xx is "sent", and the
/// caller learns of it before the goodbye, which goes on by itself for at most five seconds.
///
/// Where a crash or a cut may fall:
///   before the last line   the relay has nothing; the message is sent again.
///   between the last line and its reply
///                          the relay may have it; the outcome is a transient failure, so it is sent again under the
///                          same Message-ID: possibly twice, never not at all.
///   after the reply        the relay has it; only the caller can still forget that.
///
/// One recipient for a message: when one of several is refused MailKit sends to none. A fresh connection for each:
/// the clinic sends a few messages an hour. Each answer of the relay has a time limit, and so has the whole, since
/// a relay that drips one line every 29 seconds keeps every single limit.
/// </summary>
public sealed class SmtpTransport : IEmailTransport
{
    private readonly SmtpOptions _options;
    private readonly string _localDomain;
    private readonly TimeProvider _time;

    public SmtpTransport(IOptions<EmailOptions> options, TimeProvider time)
    {
        _options = options.Value.Smtp;
        // MailKit would give the name of this machine, which is nobody's business.
        _localDomain = _options.LocalDomain ?? Mailbox.AsciiDomain(Mailbox.Parse(options.Value.From));
        _time = time;
    }

    public string Destination => FormattableString.Invariant($"smtp://{_options.Host}:{_options.EffectivePort}");

    /// <summary>A certificate accepted although no authority vouches for it: that of a test's relay.</summary>
    internal X509Certificate2? Trusted { get; init; }

    public async Task<SendOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var (sender, recipient) = Envelope(message);
        cancellationToken.ThrowIfCancellationRequested();
        using var overall = new CancellationTokenSource(_options.OverallTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, overall.Token);
        var session = new SmtpSession(_options, _localDomain, Trusted, _time);
        try
        {
            await session.OpenAsync(either.Token);
            await session.HandOverAsync(message, sender, recipient, either.Token);
            return SendOutcome.Sent;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever was thrown, a stopped program is the cause.
            throw new OperationCanceledException(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever goes wrong between here and the relay is an outcome; the caller's loop decides.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return SmtpFailure.Classify(failure, session);
        }
        finally
        {
            _ = session.PartAsync();
        }
    }

    internal static (MailboxAddress Sender, MailboxAddress Recipient) Envelope(MimeMessage message)
    {
        var senders = message.From.Mailboxes.ToArray();
        var recipients = message.GetRecipients().ToArray();
        return senders.Length == 1 && recipients.Length == 1
            ? (senders[0], recipients[0])
            : throw new ArgumentException("A message must have one sender and one recipient.", nameof(message));
    }
}
