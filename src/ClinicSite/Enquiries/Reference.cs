using System.Security.Cryptography;

namespace ClinicSite.Enquiries;

/// <summary>
/// The number an enquiry is called by: eight characters of Crockford's base 32 (40 random bits; no I, L, O or U to
/// mistake), shown as <c>EB-XXXX-XXXX</c> and stored bare.
/// </summary>
public static class Reference
{
    public const int Length = 8;

    /// <summary>Letters, as the settings allow.</summary>
    private const int LongestPrefix = 4;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static string Show(string reference, string prefix) => $"{prefix}-{reference[..4]}-{reference[4..]}";

    /// <summary>Reads what a person may have copied or typed: with or without prefix and dashes, any case, O for 0, I or L for 1.</summary>
    /// <remarks>The prefix may be one that the clinic had before: mails that were sent carry it.</remarks>
    /// <param name="typed">Null where an address has nothing but blanks in its place.</param>
    public static string? Parse(string? typed)
    {
        var text = string.Concat((typed ?? "").ToUpperInvariant().Where(character => character != '-' && !char.IsWhiteSpace(character)));
        var prefix = text.Length - Length;
        if (prefix is < 0 or > LongestPrefix || !text[..prefix].All(char.IsAsciiLetterUpper))
        {
            return null;
        }

        var bare = text[prefix..].Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return bare.All(Alphabet.Contains) ? bare : null;
    }
}
