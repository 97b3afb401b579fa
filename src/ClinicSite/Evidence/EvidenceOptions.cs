namespace ClinicSite.Evidence;

/// <summary>Section <c>Evidence</c>.</summary>
public sealed class EvidenceOptions
{
    public const string Section = "Evidence";

    /// <summary>True to publish medical pages that no clinician has signed off; each then carries the notice that says so.</summary>
    public bool PublishUnreviewed { get; init; }
}
