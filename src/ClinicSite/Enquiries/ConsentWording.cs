namespace ClinicSite.Enquiries;

/// <summary>The sentence beside the consent box. Its version is stored with every enquiry; a changed sentence needs a new version.</summary>
public static class ConsentWording
{
    public const string Version = "2026-11";

    public const string Text = "Use my details, and what I write here, including about my skin or health, to reply to me";
}
