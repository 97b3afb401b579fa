using ClinicSite.Shell.Seo;

namespace ClinicSite.Enquiries;

public sealed class EnquiryPages : IPageSource
{
    /// <summary>Belongs to one visitor: not listed, not indexed.</summary>
    public static readonly SitePage Received = new(
        "/consultation/received", "We have your enquiry", "Your enquiry has arrived. Keep the reference.", new DateOnly(2026, 11, 22))
    { Listed = false };

    public IReadOnlyList<SitePage> Pages { get; } =
    [
        new("/consultation", "Ask for a consultation",
            "Ask for a consultation about microneedling or acne scars. Say how you would like to be reached; we answer within working hours.",
            new DateOnly(2026, 11, 28)) { PerVisit = true },
        new("/privacy", "Privacy",
            "What this site keeps when you ask for a consultation, where, for how long, who sees it, and your rights. No cookies, no tracking.",
            new DateOnly(2026, 11, 28)),
    ];
}
