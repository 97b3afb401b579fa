using ClinicSite.Shell.Seo;

namespace ClinicSite.Treatments;

public sealed class TreatmentPages : IPageSource
{
    private static readonly PageSubject AcneScars = new(SubjectKind.Condition, "Acne scars");

    public IReadOnlyList<SitePage> Pages { get; } =
    [
        new("/treatments", "Treatments",
            "Microneedling and acne-scar treatment: what each can do, how long it takes, and what can go wrong.",
            new DateOnly(2026, 11, 28)) { Medical = true },
        new("/treatments/microneedling", "Microneedling for acne scars",
            "What microneedling can and cannot do for pitted scars, what your skin looks like day by day, and the risks, with sources.",
            new DateOnly(2026, 11, 30)) { Crumb = "Microneedling", Medical = true, About = new(SubjectKind.Procedure, "Microneedling") },
        new("/treatments/acne-scars", "Acne scars: types and treatment",
            "Tell a mark from a scar, learn which type you may have, and see which treatments suit which scar, with sources.",
            new DateOnly(2026, 11, 30)) { Crumb = "Acne scars", Medical = true, About = AcneScars },
        new("/treatments/compare", "Compare acne scar treatments",
            "Microneedling, lasers, peels, subcision and TCA CROSS side by side: time out, dark marks, harm and how sure the studies are.",
            new DateOnly(2026, 11, 30)) { Crumb = "Compare", Medical = true, About = AcneScars },
    ];
}
