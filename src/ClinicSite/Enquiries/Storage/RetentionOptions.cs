using System.ComponentModel.DataAnnotations;

namespace ClinicSite.Enquiries.Storage;

/// <summary>How long enquiries are kept, section <c>Enquiries:Retention</c>, in days. The privacy page states the same numbers.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Enquiries:Retention";

    /// <summary>After staff answered or closed it.</summary>
    [Range(1, 3650, ErrorMessage = "Enquiries:Retention:SettledDays must be between 1 and 3650, for example 90.")]
    public int SettledDays { get; init; } = 90;

    /// <summary>After it arrived, when it was set aside as spam and nobody released it.</summary>
    [Range(1, 3650, ErrorMessage = "Enquiries:Retention:QuarantinedDays must be between 1 and 3650, for example 30.")]
    public int QuarantinedDays { get; init; } = 30;

    /// <summary>After it arrived, when nobody answered or closed it. The digest warns before.</summary>
    [Range(30, 3650, ErrorMessage = "Enquiries:Retention:UnansweredDays must be between 30 and 3650, for example 180.")]
    public int UnansweredDays { get; init; } = 180;

    /// <summary>How long before that the digest warns.</summary>
    [Range(2, 29, ErrorMessage = "Enquiries:Retention:WarnDays must be between 2 and 29, for example 14.")]
    public int WarnDays { get; init; } = 14;
}
