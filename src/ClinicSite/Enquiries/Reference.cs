using System.Security.Cryptography;

namespace ClinicSite.Enquiries;

/// <summary>
/// The number an enquiry is called by: eight characters of Crockford's base 32 (40 random bits; no I, L, O or U to
/// mistake), shown as <c>EB-XXXX-XXXX</c> and stored bare.
/// </summary>
public static class Reference
{
    public const int Length = 8;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static string Show(string reference, string prefix) => $"{prefix}-{reference[..4]}-{reference[4..]}";

    /// <summary>Reads what a person may have copied or typed: with or without prefix and dashes, any case, O for 0, I or L for 1.</summary>
    /// <param name="typed">Null where an address has nothing but blanks in its place.</param>
    /// <param name="prefix">The clinic's.</param>
    public static string? Parse(string? typed, string prefix)
    {
        var bare = (typed ?? "").Trim().ToUpperInvariant();
        if (bare.StartsWith(prefix + "-", StringComparison.Ordinal))
        {
            bare = bare[(prefix.Length + 1)..];
        }

        bare = bare.Replace("-", "", StringComparison.Ordinal).Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return bare.Length == Length && bare.All(Alphabet.Contains) ? bare : null;
    }
}
