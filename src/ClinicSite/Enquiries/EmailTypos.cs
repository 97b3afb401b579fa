using System.Text;
using ClinicSite.Email;

namespace ClinicSite.Enquiries;

/// <summary>
/// Asks about addresses whose domain is one slip away from a common one, and about those that break the rules of plain
/// ones. It only ever asks: the visitor's answer wins, for some providers have given out addresses against the rules.
/// </summary>
public static class EmailTypos
{
    private static readonly string[] CommonDomains =
    [
        "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.com", "live.co.uk", "yahoo.com",
        "yahoo.co.uk", "icloud.com", "btinternet.com", "proton.me", "protonmail.com", "aol.com", "msn.com", "sky.com",
    ];

    /// <summary>Real providers that lie one slip from a common one and must not be asked about.</summary>
    private static readonly string[] RealNeighbours = ["mail.com", "gmx.com", "ymail.com", "email.com", "aol.co.uk", "me.com", "yahoo.co.in", "yahoo.ca", "live.ca", "live.cn", "hotmail.ca", "hey.com"];

    /// <summary>What to ask the visitor, or null when the address looks right.</summary>
    public static string? Doubt(string email) =>
        LikelyMeant(email) is { } meant ? $"Check your email address. Did you mean {meant}?"
        : Ascii.IsValid(email) && !Mailbox.TryParseAddress(email, out _) ? "Check your email address. Most mail programs would not take it as it is"
        : null;

    /// <summary>The address that was probably meant, or null when this one looks right.</summary>
    private static string? LikelyMeant(string email)
    {
        var at = email.LastIndexOf('@');
        var domain = email[(at + 1)..].ToLowerInvariant();
        if (CommonDomains.Contains(domain, StringComparer.Ordinal) || RealNeighbours.Contains(domain, StringComparer.Ordinal))
        {
            return null;
        }

        var meant = Array.Find(CommonDomains, common => IsOneSlipAway(domain, common));
        return meant is null ? null : email[..(at + 1)] + meant;
    }

    /// <summary>One letter missing, too many, wrong, or two neighbours swapped.</summary>
    private static bool IsOneSlipAway(string typed, string meant)
    {
        var start = 0;
        while (start < typed.Length && start < meant.Length && typed[start] == meant[start])
        {
            start++;
        }

        var (restTyped, restMeant) = (typed[start..], meant[start..]);
        return restTyped.Length switch
        {
            var length when length == restMeant.Length && length > 0 => restTyped[1..] == restMeant[1..]
                || (length > 1 && restTyped[0] == restMeant[1] && restTyped[1] == restMeant[0] && restTyped[2..] == restMeant[2..]),
            var length when length == restMeant.Length + 1 => restTyped[1..] == restMeant,
            var length when length == restMeant.Length - 1 => restTyped == restMeant[1..],
            _ => false,
        };
    }
}
