using ClinicSite.Shell.Seo;

namespace ClinicSite.Guides;

public sealed class GuidePages : IPageSource
{
    private static readonly PageSubject Microneedling = new(SubjectKind.Procedure, "Microneedling");

    public IReadOnlyList<SitePage> Pages { get; } =
    [
        new("/guides/prepare-and-aftercare", "Preparing for microneedling, and aftercare",
            "What to do before microneedling, what your skin may do each day, what to leave alone, and when to call. Prints on one sheet.",
            new DateOnly(2026, 12, 1)) { Crumb = "Prepare and aftercare", Medical = true, About = Microneedling },
        new("/guides/choosing-a-provider", "Questions to ask any clinic",
            "Thirteen questions to ask before anyone needles your skin, why each one matters, and the signs to walk away. Prints with space for answers.",
            new DateOnly(2026, 11, 30)) { Crumb = "Choosing a provider", Medical = true },
        new("/guides/is-it-right-for-me", "Is microneedling right for me?",
            "Who should not have microneedling, who should wait and who should ask first, with a short check that keeps and sends nothing.",
            new DateOnly(2026, 11, 30)) { Crumb = "Is it right for me?", Medical = true, About = Microneedling },
        new("/guides/faq", "Questions people ask",
            "Short, straight answers about microneedling and acne scars: pain, days off, risks, results, cost. Each one leads to the whole story.",
            new DateOnly(2026, 11, 30)) { Crumb = "Questions", Medical = true },
        new("/guides/how-we-review", "How we write and review",
            "How health statements here are traced to their sources, how sure we are of them, what their limits are, and how to correct us.",
            new DateOnly(2026, 11, 30)) { Crumb = "How we write and review", Medical = true },
        new("/guides/claims-register", "The claims register",
            "Every health statement on this site with the strength of its evidence, its sources, and the day we check it again.",
            new DateOnly(2026, 11, 30)) { Crumb = "Claims register", Medical = true },
    ];
}
