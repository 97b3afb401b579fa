using System.Globalization;
using System.Text;

namespace ClinicSite.Email;

/// <summary>A label (empty where the row adds to the one above it) and its value, perhaps with a link (<c>tel:</c>, <c>mailto:</c>, <c>https:</c>).</summary>
public sealed record MailRow
{
    // E.164 allows 15 digits; fewer than five reach nobody outside a building.
    private const int FewestDigits = 5;
    private const int MostDigits = 15;

    public MailRow(string label, string? value, string? link = null)
    {
        Label = SafeText.Line(label);
        Value = SafeText.Line(value);
        Link = Linkable(link);
    }

    public string Label { get; }

    public string Value { get; }

    /// <summary>Null when there is none, or when it was not one a mail may hold.</summary>
    public string? Link { get; }

    /// <summary>A number as it was typed, dialled on touch. What cannot be dialled without guessing stays text.</summary>
    public static MailRow Phone(string label, string? number) => new(label, number, Tel(number));

    /// <summary>An address as it was typed; one that is no plain address stays text.</summary>
    public static MailRow Email(string label, string? address) =>
        new(label, address, Mailbox.TryParseAddress(address, out var mailbox)
            ? $"mailto:{Uri.EscapeDataString(mailbox.LocalPart)}@{Mailbox.AsciiDomain(mailbox)}"
            : null);

    internal static string? Linkable(string? address)
    {
        if (!Uri.TryCreate(SafeText.Line(address), UriKind.Absolute, out var uri))
        {
            return null;
        }

        var allowed = uri.Scheme is "tel" or "mailto" or "https" || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
        return allowed ? uri.AbsoluteUri : null;
    }

    private static string? Tel(string? number)
    {
        // "+44 (0)1632 …": the nought is dialled only from within the country.
        var text = SafeText.Line(number);
        text = text.StartsWith('+') || text.StartsWith("00", StringComparison.Ordinal) ? text.Replace("(0)", "", StringComparison.Ordinal) : text;
        var dialled = new StringBuilder(text.StartsWith('+') ? "+" : "");
        foreach (var letter in text.AsSpan(dialled.Length))
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(letter);
            if (digit >= 0)
            {
                dialled.Append((char)('0' + digit));
            }
            else if (!char.IsWhiteSpace(letter) && letter is not ('(' or ')' or '.' or '-' or '/' or '\u2010' or '\u2011' or '\u2013'))
            {
                // An extension, a second number, a remark: a person reads it better than a telephone.
                return null;
            }
        }

        var digits = dialled.ToString().TrimStart('+').Length;
        return digits is >= FewestDigits and <= MostDigits ? $"tel:{dialled}" : null;
    }
}
