using System.ComponentModel.DataAnnotations;

namespace ClinicSite.Operations.Health;

/// <summary>From when on something counts as trouble, section <c>Health</c>.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>
    /// Who sends it as <c>Authorization: Bearer KEY</c> sees what is wrong; everybody else one word. Empty: nobody does.
    /// </summary>
    [RegularExpression(".{16,}", ErrorMessage = "Health:Key must have at least 16 characters, for example the output of \"openssl rand -hex 16\", or be left out.")]
    public string Key { get; init; } = "";

    /// <summary>A mail that has waited longer is late.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "Health:MailLateAfter must be between 1 minute and 1 day, for example \"00:10:00\".")]
    public TimeSpan MailLateAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A digest is missed when none has gone out for so long.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "7.00:00:00", ErrorMessage = "Health:DigestMissedAfter must be between 1 and 7 days, for example \"1.02:00:00\".")]
    public TimeSpan DigestMissedAfter { get; init; } = TimeSpan.FromHours(26);

    /// <summary>In megabytes, on the disk of the data folder.</summary>
    [Range(10, 1_000_000, ErrorMessage = "Health:LeastFreeDisk must be between 10 and 1000000 megabytes, for example 200.")]
    public int LeastFreeDisk { get; init; } = 200;
}
