using System.Text.RegularExpressions;

namespace ClinicSite.Clinic;

/// <summary>
/// Tells sample details from real ones by the values themselves: domains reserved for examples (RFC 2606, RFC 6761)
/// and the telephone numbers that Ofcom keeps for drama. A flag in a settings file could be forgotten; a value cannot.
/// </summary>
public static partial class SampleDetails
{
    public static bool IsSample(string? value) =>
        value is not null && (ReservedDomain().IsMatch(value) || ReservedPhone().IsMatch(Digits().Replace(value, "")));

    public static bool IsSample(ClinicOptions clinic) =>
        IsSample(clinic.Email) || IsSample(clinic.Phone) || IsSample(clinic.SiteUrl);

    [GeneratedRegex(@"(\.|@|//)(example\.(com|net|org)|[\w-]+\.example|example|[\w-]+\.test|[\w-]+\.invalid)(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReservedDomain();

    // 01632 960xxx, 020 7946 0xxx, 07700 900xxx, 08081 570xxx and the 960/946 blocks of the other cities, with or without +44.
    [GeneratedRegex(@"^(44|0)0?(1632960|1134960|1144960|1154960|1164960|1174960|1184960|1214960|1314960|1414960|1514960|1614960|1914980|2079460|2890180|2920180|7700900|8081570|9098790|3069990)\d{3}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReservedPhone();

    [GeneratedRegex(@"\D", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
