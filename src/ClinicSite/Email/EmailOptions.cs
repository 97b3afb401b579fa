using MimeKit;

namespace ClinicSite.Email;

/// <summary>How a message leaves this program, section <c>Email</c>. The clinic's secrets belong in the environment, not in a file.</summary>
public sealed class EmailOptions
{
    public const string Section = "Email";

    public TransportKind Transport { get; init; } = TransportKind.Pickup;

    /// <summary>The clinic's own mailbox, <c>Riverside Skin Clinic &lt;website@riverside-skin.org&gt;</c>; nobody else is ever the sender.</summary>
    public string From { get; init; } = "";

    /// <summary>Who is told of an enquiry; each gets a message of their own.</summary>
    public IReadOnlyList<string> Staff { get; init; } = [];

    public PickupOptions Pickup { get; init; } = new();

    public SmtpOptions Smtp { get; init; } = new();

    /// <summary>The staff mailbox with this number. The list may have been shortened since: then the first one learns of it rather than nobody.</summary>
    public MailboxAddress StaffMailbox(int slot) => Mailbox.Parse(Staff[slot < Staff.Count ? slot : 0]);
}

public enum TransportKind
{
    /// <summary>Messages become files in a folder: for development, and for a mail agent that collects them.</summary>
    Pickup = 1,

    Smtp = 2,
}

public sealed class PickupOptions
{
    /// <summary>Relative to the content root, or absolute; left out, it is <c>mail</c> in the data folder.</summary>
    public string Folder { get; set; } = "";
}

public sealed class SmtpOptions
{
    public string Host { get; init; } = "";

    /// <summary>Left out, it is the usual one for the security chosen: 587 for StartTls, 465 for SslOnConnect, 25 for None.</summary>
    public int? Port { get; init; }

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The name given in EHLO; left out, it is the domain of <see cref="EmailOptions.From"/>, never the name of this machine.</summary>
    public string? LocalDomain { get; init; }

    /// <summary>The longest wait for one answer of the relay.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time for one message, from connecting to the reply after its last line.</summary>
    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Asks the certificate's issuer whether it was withdrawn. That needs outbound HTTP from this machine; where a
    /// firewall forbids it every message fails with <c>tls RevocationStatusUnknown</c>, and this is to be false.
    /// </summary>
    public bool CheckRevocation { get; init; } = true;

    public int EffectivePort => Port ?? Security switch
    {
        SmtpSecurity.SslOnConnect => 465,
        SmtpSecurity.None => 25,
        _ => 587,
    };
}

/// <summary>No "automatic" and no "when available": both send in the clear to a relay that stays silent about TLS.</summary>
public enum SmtpSecurity
{
    StartTls = 1,
    SslOnConnect = 2,

    /// <summary>Clear text, only to a relay on this machine.</summary>
    None = 3,
}
