using System.ComponentModel.DataAnnotations;

namespace ClinicSite.Enquiries.Notification;

/// <summary>The daily mail about all that is still to do, section <c>Enquiries:Digest</c>.</summary>
public sealed class DigestOptions
{
    public const string Section = "Enquiries:Digest";

    /// <summary>When it is sent, in clinic time.</summary>
    public TimeOnly At { get; init; } = new(8, 0);

    /// <summary>At most so many enquiries are named in each of its lists; the rest are counted.</summary>
    [Range(5, 500, ErrorMessage = "Enquiries:Digest:Most must be between 5 and 500, for example 50.")]
    public int Most { get; init; } = 50;
}
