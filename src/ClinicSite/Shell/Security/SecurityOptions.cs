namespace ClinicSite.Shell.Security;

/// <summary>What only the owner of the domain can decide, section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>Browsers then refuse plain http on every subdomain too, for a year, whoever runs them.</summary>
    public bool HstsIncludeSubDomains { get; init; }

    /// <summary>Allows the domain on the list that browsers ship with. Hard to take back: see hstspreload.org first.</summary>
    public bool HstsPreload { get; init; }

    /// <summary>Names besides that of <c>Clinic:SiteUrl</c> under which the site may be asked for, such as a load balancer's.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];
}
