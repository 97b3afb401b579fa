using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace ClinicSite.Email;

/// <summary>
/// Whose failure it is. Until the relay is ready to take a message, all is the channel's; from there on a refusal
/// speaks of this message, and anything without a reply is this attempt's. An exception's text is never used: it holds
/// what the relay wrote.
/// </summary>
internal static class SmtpFailure
{
    // Sign in, or sign in otherwise (RFC 4954); 530 has its own exception.
    private static readonly HashSet<int> SignInStatuses = [534, 535, 538];

    // The same as enhanced codes. Not behind a message: the relay has taken its sender and recipient by then, and some say
    // 5.7.9 of a message that they do not like.
    private static readonly HashSet<string> SignInCodes = new(StringComparer.Ordinal) { "5.7.3", "5.7.8", "5.7.9", "5.7.11" };

    // "May not send as this sender" (5.2.252, 5.7.60), "not signed in" (5.7.57) and "basic authentication is switched off"
    // (5.7.30) as Microsoft 365 says them: no message will pass until somebody changes a setting.
    private static readonly HashSet<string> SetUpCodes = new(StringComparer.Ordinal) { "5.2.252", "5.7.30", "5.7.57", "5.7.60" };

    public static SendOutcome Classify(Exception failure, SmtpSession session) =>
        session.IsOpen ? OfHandOver(failure) : OfOpening(failure, session);

    private static FailureClass ClassOf(SmtpReply refusal)
    {
        if (refusal.Status < 500)
        {
            // A 4xx, and a 2xx or 3xx where another was due.
            return FailureClass.Transient;
        }

        if (SignInStatuses.Contains(refusal.Status)
            || (refusal.Enhanced is { } code && (SetUpCodes.Contains(code) || (refusal.Step != SmtpStep.Message && SignInCodes.Contains(code)))))
        {
            return FailureClass.Channel;
        }

        // The sender is the clinic's on every message, so its refusal is everybody's, unless the message is too large.
        var tooLarge = refusal.Status == 552 || refusal.Enhanced == "5.3.4";
        return refusal.Step == SmtpStep.Sender && !tooLarge ? FailureClass.Channel : FailureClass.Recipient;
    }

    private static SendOutcome OfOpening(Exception failure, SmtpSession session) => failure switch
    {
        SslHandshakeException => Channel("tls " + (session.CertificateProblem ?? "handshake")),
        NotSupportedException => Channel(session.Step == SmtpStep.Auth ? "auth not-offered" : "tls not-offered"),
        AuthenticationException { InnerException: SmtpCommandException refused } => Channel(session.Step, refused),
        AuthenticationException or SaslException => Channel("auth refused"),
        SmtpCommandException refused => Channel(session.Step, refused),
        _ => Channel($"{SmtpReply.Name(session.Step)} {Reason(failure)}"),
    };

    private static SendOutcome OfHandOver(Exception failure)
    {
        switch (failure)
        {
            case ServiceNotAuthenticatedException:
                // MailKit says this of a 530, whichever command it answers.
                return SendOutcome.Failed(FailureClass.Channel, "auth required", 530);
            case SmtpCommandException refused:
                var reply = SmtpReply.Of(StepOf(refused), refused);
                return SendOutcome.Failed(ClassOf(reply), reply.Code, reply.Status);
            default:
                return SendOutcome.Failed(FailureClass.Transient, "message " + Reason(failure));
        }
    }

    private static SmtpStep StepOf(SmtpCommandException refused) => refused.ErrorCode switch
    {
        SmtpErrorCode.SenderNotAccepted => SmtpStep.Sender,
        SmtpErrorCode.RecipientNotAccepted => SmtpStep.Recipient,
        _ => SmtpStep.Message,
    };

    private static string Reason(Exception failure) => failure switch
    {
        OperationCanceledException or TimeoutException => "timeout",
        SocketException socket => socket.SocketErrorCode.ToString(),
        IOException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        ProtocolException or IOException or ServiceNotConnectedException => "lost",
        _ => failure.GetType().Name,
    };

    private static SendOutcome Channel(string code) => SendOutcome.Failed(FailureClass.Channel, code);

    private static SendOutcome Channel(SmtpStep step, SmtpCommandException refused)
    {
        var reply = SmtpReply.Of(step, refused);
        return SendOutcome.Failed(FailureClass.Channel, reply.Code, reply.Status);
    }
}
