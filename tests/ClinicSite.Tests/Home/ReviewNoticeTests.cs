using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Home;

/// <summary>Every medical page says whether a clinician has checked it.</summary>
public sealed class ReviewNoticeTests
{
    private static readonly Dictionary<string, string?> Reviewer = new(StringComparer.Ordinal)
    {
        ["Clinic:Reviewer:Name"] = "Dr Rowan Hale",
        ["Clinic:Reviewer:Role"] = "Consultant dermatologist",
        ["Clinic:Reviewer:Registration"] = "GMC 7000000",
        ["Clinic:Reviewer:Reviewed"] = "2026-11-20",
        ["Clinic:Reviewer:NextReview"] = "2027-11-19",
    };

    [Fact]
    public async Task Open_MedicalPagesWithoutAReviewer_SayThatReviewIsPending()
    {
        await using var site = Site.Open();

        foreach (var listed in Medical(site))
        {
            var page = await site.PageAsync(listed.Path);
            Assert.True(page.QuerySelector(".review")?.TextContent.Contains("Clinical review: pending.", StringComparison.Ordinal), $"{listed.Path} does not say that its review is pending.");
            Assert.True(page.QuerySelector("section.sources") is not null, $"{listed.Path} lists no sources.");
        }
    }

    [Fact]
    public async Task Open_MedicalPagesWithAReviewer_NameTheReviewerAndTheDates()
    {
        await using var site = Site.Open(Reviewer);

        foreach (var listed in Medical(site))
        {
            var review = (await site.PageAsync(listed.Path)).QuerySelector(".review")!;
            Assert.Contains("Dr Rowan Hale, Consultant dermatologist, GMC 7000000", review.TextContent, StringComparison.Ordinal);
            Assert.Equal(["2026-11-20", "2027-11-19"], review.QuerySelectorAll("time").Take(2).Select(time => time.GetAttribute("datetime")));
            Assert.DoesNotContain("pending", review.TextContent, StringComparison.Ordinal);
        }
    }

    private static List<SitePage> Medical(Site site)
    {
        var pages = site.Services.GetRequiredService<PageCatalogue>().Pages.Where(listed => listed.Medical || listed.Path == "/").ToList();
        Assert.True(pages.Count >= 5);
        return pages;
    }
}
