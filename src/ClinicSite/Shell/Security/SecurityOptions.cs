using ClinicSite.Clinic;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Security;

/// <summary>What only the owner of the domain can decide, section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>Browsers then refuse plain http on every subdomain too, for a year, whoever runs them.</summary>
    public bool HstsIncludeSubDomains { get; init; }

    /// <summary>Allows the domain on the list that browsers ship with. Hard to take back: see hstspreload.org first.</summary>
    public bool HstsPreload { get; init; }

    /// <summary>Other names of this site, such as the one without "www": whoever asks under them is led to <c>Clinic:SiteUrl</c>, for good.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Names besides that of <c>Clinic:SiteUrl</c> under which the site answers, such as a load balancer's.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];
}

/// <summary>Names are host names; an alias under which the site answers would lead to itself or nowhere.</summary>
public sealed class SecurityOptionsValidator(IOptions<ClinicOptions> clinic) : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var problems = Wrong(nameof(options.Aliases), options.Aliases).Concat(Wrong(nameof(options.MoreHosts), options.MoreHosts)).ToList();
        var answered = options.MoreHosts.Append(OwnNames.Of(clinic.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        problems.AddRange(options.Aliases.Where(answered.Contains).Select(alias =>
            $"{SecurityOptions.Section}:{nameof(options.Aliases)} has \"{alias}\", under which the site answers. Each entry must be another name, which leads to {clinic.Value.SiteUrl}."));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Wrong(string setting, IEnumerable<string> names) => names
        .Where(name => Uri.CheckHostName(name) == UriHostNameType.Unknown)
        .Select(name => $"{SecurityOptions.Section}:{setting} has \"{name}\". Each entry must be a name alone, for example \"riverside-skin.org\".");
}
