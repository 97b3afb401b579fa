using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit;

namespace ClinicSite.Email;

/// <summary>
/// Reads addresses strictly. What passes is safe in a header and in an SMTP command: plain ASCII, no quoted local
/// part, no comment, no route, no address of a machine instead of a domain. Those are legal and nobody uses them, but
/// relays disagree on them, and an address sent raw to a relay without SMTPUTF8 fails or reaches somebody else. A
/// domain in another script passes: on the way out it is written in its ASCII form, which is the same domain.
/// </summary>
public static class Mailbox
{
    // RFC 5321, section 4.5.3.1.
    private const int LongestLocalPart = 64;
    private const int LongestAddress = 254;

    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
        MaxAddressGroupDepth = 0,
    };

    private static readonly string[] SampleDomains = ["example", "test", "invalid", "example.com", "example.net", "example.org"];

    /// <summary>One mailbox, with a name or without: <c>Riverside Skin Clinic &lt;website@riverside-skin.org&gt;</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MailboxAddress? mailbox)
    {
        mailbox = null;
        if (text is null || text.Any(char.IsControl)
            || !MailboxAddress.TryParse(Strict, text.Trim(), out var read) || !TryPlain(read.Address, out var address))
        {
            return false;
        }

        mailbox = new MailboxAddress(Encoding.UTF8, SafeText.Line(read.Name), address);
        return true;
    }

    /// <summary>One bare address as a person types it, nothing around it.</summary>
    public static bool TryParseAddress(string? text, [NotNullWhen(true)] out MailboxAddress? mailbox)
    {
        mailbox = null;
        // The parser would leave out white space around the @ and read on.
        if (text is null || text.AsSpan().Trim().ContainsAny('<', '>', '(') || text.Trim().Any(char.IsWhiteSpace) || !TryParse(text, out var read))
        {
            return false;
        }

        mailbox = read;
        return true;
    }

    /// <summary>A setting that the validator has let pass.</summary>
    /// <exception cref="FormatException">It is no mailbox.</exception>
    public static MailboxAddress Parse(string text) =>
        TryParse(text, out var mailbox) ? mailbox : throw new FormatException("The text is not a mailbox in plain letters.");

    /// <summary>Whether the domain is one reserved for examples and tests (RFC 2606), to which no mail can go.</summary>
    public static bool IsSample(MailboxAddress mailbox) =>
        SampleDomains.Any(sample => string.Equals(mailbox.Domain, sample, StringComparison.OrdinalIgnoreCase)
            || mailbox.Domain.EndsWith("." + sample, StringComparison.OrdinalIgnoreCase));

    /// <summary>The domain as machines write it; MimeKit shows it in its own script and encodes it on the way out.</summary>
    public static string AsciiDomain(MailboxAddress mailbox) => mailbox.GetAddress(idnEncode: true)[(mailbox.LocalPart.Length + 1)..];

    private static bool TryPlain(string address, out string plain)
    {
        plain = "";
        try
        {
            plain = MailboxAddress.EncodeAddrspec(address);
        }
        catch (ArgumentException)
        {
            // The domain has no ASCII form.
            return false;
        }

        var at = plain.IndexOf('@', StringComparison.Ordinal);
        return at is > 0 and <= LongestLocalPart && plain.Length <= LongestAddress
            && plain.All(letter => letter is > ' ' and < '\x7f' and not ('"' or '[' or ']' or '<' or '>' or '\\'))
            && Uri.CheckHostName(plain[(at + 1)..]) == UriHostNameType.Dns;
    }
}
