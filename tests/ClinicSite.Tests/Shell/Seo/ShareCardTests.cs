using System.Buffers.Binary;
using System.Net;
using AngleSharp.Html.Dom;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell.Seo;

/// <summary>What another site shows of a shared link.</summary>
public sealed class ShareCardTests
{
    private const int MostBytes = 40 * 1024;

    [Fact]
    public async Task Share_EveryPage_ShowsItsOwnPictureOfTheRightSize()
    {
        await using var site = Site.Open();
        var pictures = new HashSet<string>(StringComparer.Ordinal);
        foreach (var listed in site.Services.GetRequiredService<PageCatalogue>().Pages)
        {
            var address = Property(await site.PageAsync(listed.Path), "og:image");
            Assert.True(pictures.Add(address), $"{listed.Path} has no picture of its own. Run src/ClinicSite/Shell/Components/make-cards.");
            using var answer = await site.Http.GetAsync(new Uri(new Uri(address).AbsolutePath, UriKind.Relative), TestContext.Current.CancellationToken);
            var picture = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
            // A PNG's width and height stand behind its signature and the head of its first chunk.
            Assert.Equal((1200, 630), (BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20))));
            Assert.True(picture.Length <= MostBytes, $"{address} has {picture.Length} bytes.");
        }
    }

    [Fact]
    public async Task Share_EveryPage_SaysInWordsWhatItIs()
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Clinic:SiteUrl"] = "https://skin.example" });
        foreach (var listed in site.Services.GetRequiredService<PageCatalogue>().Pages)
        {
            var page = await site.PageAsync(listed.Path);

            Assert.Equal(listed.Title, Property(page, "og:title"));
            Assert.Equal(listed.Description, Property(page, "og:description"));
            Assert.Equal($"https://skin.example{listed.Path}", Property(page, "og:url"));
            Assert.StartsWith("https://skin.example/", Property(page, "og:image"), StringComparison.Ordinal);
            Assert.Equal(listed.Title, Property(page, "og:image:alt"));
            Assert.Equal(("website", "en_GB", "Eternal Beauty Medical Clinic"), (Property(page, "og:type"), Property(page, "og:locale"), Property(page, "og:site_name")));
            Assert.Equal("summary_large_image", page.QuerySelector("meta[name='twitter:card']")!.GetAttribute("content"));
        }
    }

    private static string Property(IHtmlDocument page, string name) => page.QuerySelector($"meta[property='{name}']")!.GetAttribute("content")!;
}
