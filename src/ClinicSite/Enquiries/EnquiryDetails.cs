namespace ClinicSite.Enquiries;

public enum ReachBy
{
    Email = 1,
    Phone = 2,
    Either = 3,
}

public enum Interest
{
    Microneedling = 1,
    AcneScars = 2,
    NotSure = 3,
}

/// <summary>
/// What was asked, normalised and complete. It exists in memory and sealed in the database, nowhere else: never in a log,
/// an address, a subject or a metric.
/// </summary>
public sealed record EnquiryDetails
{
    public required string FullName { get; init; }

    public required ReachBy ReachBy { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public required bool MayLeaveVoicemail { get; init; }

    public required bool MayNameClinic { get; init; }

    public string? BestTime { get; init; }

    public Interest? Interest { get; init; }

    public string? Message { get; init; }

    /// <summary>Keeps what was typed out of every accidental log line.</summary>
    public override string ToString() => nameof(EnquiryDetails);
}
