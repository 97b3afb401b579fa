using System.Text.RegularExpressions;
using MailKit.Net.Smtp;

namespace ClinicSite.Email;

/// <summary>
/// A relay's refusal without its text, which may repeat an address: three digits and, where given, the enhanced
/// status (RFC 3463).
/// </summary>
internal sealed partial record SmtpReply(SmtpStep Step, int Status, string? Enhanced)
{
    /// <summary>Such as <c>recipient 550 5.1.1</c>.</summary>
    public string Code => FormattableString.Invariant($"{Name(Step)} {Status} {Enhanced}").TrimEnd();

    public static SmtpReply Of(SmtpStep step, SmtpCommandException refused)
    {
        var enhanced = EnhancedStatus().Match(refused.Message);
        return new SmtpReply(step, (int)refused.StatusCode, enhanced.Success ? enhanced.Value : null);
    }

    public static string Name(SmtpStep step) => step switch
    {
        SmtpStep.Connect => "connect",
        SmtpStep.Auth => "auth",
        SmtpStep.Sender => "sender",
        SmtpStep.Recipient => "recipient",
        _ => "message",
    };

    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])", RegexOptions.None, 1000)]
    private static partial Regex EnhancedStatus();
}

/// <summary>The steps of a conversation that a relay can refuse.</summary>
internal enum SmtpStep
{
    Connect,
    Auth,
    Sender,
    Recipient,
    Message,
}
