using System.ComponentModel.DataAnnotations;

namespace ClinicSite.Enquiries.Desk;

/// <summary>How staff act from their mailbox, section <c>Enquiries:Desk</c>.</summary>
public sealed class DeskOptions
{
    public const string Section = "Enquiries:Desk";

    /// <summary>How long a link in a mail can be used, from the day the mail was owed.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00", ErrorMessage = "Enquiries:Desk:LinksValidFor must be between 1 and 365 days, for example \"30.00:00:00\".")]
    public TimeSpan LinksValidFor { get; init; } = TimeSpan.FromDays(30);
}
