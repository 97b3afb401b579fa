using ClinicSite.Clinic;
using ClinicSite.Shell.Seo;
using Microsoft.Extensions.Options;

namespace ClinicSite.Home;

public sealed class HomePages(IOptions<ClinicOptions> clinic) : IPageSource
{
    public IReadOnlyList<SitePage> Pages { get; } =
    [
        new("/", clinic.Value.Name,
            "Plain, sourced answers about microneedling and acne scars, and a quiet way to ask for a consultation.",
            new DateOnly(2026, 11, 28)) { Crumb = "Home" },
        new("/about", "About the clinic",
            "How to reach the clinic, when it is open, and what it can show you about itself: facts you can check, and no more.",
            new DateOnly(2026, 11, 22)),
        new("/accessibility", "Accessibility of this website",
            "What this website aims for, how it was checked, which faults we know, and how to tell us about a problem.",
            new DateOnly(2026, 11, 22)) { Crumb = "Accessibility" },
    ];
}
