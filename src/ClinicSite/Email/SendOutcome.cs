using System.Diagnostics.CodeAnalysis;

namespace ClinicSite.Email;

/// <summary>What became of one message. It holds no text of the server's and no address: it may be stored and logged.</summary>
public sealed record SendOutcome
{
    private SendOutcome(FailureClass? failure, string code, int? status)
    {
        Failure = failure;
        Code = code;
        Status = status;
    }

    public static SendOutcome Sent { get; } = new(null, "sent", null);

    /// <summary>Null when the message was sent.</summary>
    public FailureClass? Failure { get; }

    /// <summary>Where and why in a few characters, such as <c>recipient 550 5.1.1</c>, <c>auth 535 5.7.8</c>, <c>connect timeout</c>.</summary>
    public string Code { get; }

    /// <summary>The relay's three digits, where it gave any.</summary>
    public int? Status { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSent => Failure is null;

    public static SendOutcome Failed(FailureClass failure, string code, int? status = null) => new(failure, code, status);
}

/// <summary>Whose failure it is, which decides when to try again.</summary>
public enum FailureClass
{
    /// <summary>This attempt's: a 4xx, a lost connection, a timeout, a lost reply. The relay may have the message.</summary>
    Transient = 1,

    /// <summary>This message's: a 5xx for its recipient or its content. Another message may pass.</summary>
    Recipient = 2,

    /// <summary>Every message's: connection, TLS, authentication, set-up.</summary>
    Channel = 3,
}
