namespace ClinicSite.Enquiries;

/// <summary>The sentence beside the consent box. Its version is stored with every enquiry; a changed sentence needs a new version.</summary>
public static class ConsentWording
{
    public const string Version = "2026-11";

    public const string Text = "Use my details, and what I write here, including about my skin or health, to reply to me";

    /// <summary>What the visitor agreed to, for staff and exports: the sentence only where it is the one they saw.</summary>
    public static string Agreed(string version) => version == Version ? $"18 or over; “{Text}” (wording {version})" : $"18 or over; the wording {version}";
}
