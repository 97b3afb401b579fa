namespace ClinicSite.Enquiries.Screening;

/// <summary>How much a post looks like a program's, and why. People are never dropped for it.</summary>
/// <param name="Reasons">Names of the signals, separated by spaces; never anything that was typed.</param>
/// <param name="IsQuarantined">Set aside: stored, listed to staff, no mail of its own.</param>
public sealed record SpamScore(int Points, string Reasons, bool IsQuarantined);
