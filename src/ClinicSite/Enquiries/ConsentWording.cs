namespace ClinicSite.Enquiries;

/// <summary>The sentence beside the consent box. Its version is stored with every enquiry; a changed sentence needs a new version.</summary>
public static class ConsentWording
{
    public const string Version = "2026-11";

    /// <summary>What the visitor agreed to: the sentence only where it is the one they saw.</summary>
    public static string Of(string version) => version == Version ? $"“{Text}” (wording {version})" : $"the wording {version}";

    public const string Text = "Use my details, and what I write here, including about my skin or health, to reply to me";
}
