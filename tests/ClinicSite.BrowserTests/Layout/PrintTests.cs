using System.Text;
using System.Text.RegularExpressions;
using ClinicSite.BrowserTests.Browsing;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Layout;

/// <summary>The pages that are made to be carried come out of the printer as the sheets they promise.</summary>
public sealed partial class PrintTests(Chromium chromium)
{
    [Theory]
    [InlineData("/guides/prepare-and-aftercare", 1)]
    [InlineData("/guides/choosing-a-provider", 2)]
    public async Task Print_APageToCarry_TakesSoManySheets(string path, int sheets)
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site);
        var page = await visitor.OpenAsync(path);

        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });

        Assert.Equal(sheets, PageObject().Count(Encoding.Latin1.GetString(pdf)));
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex PageObject();
}
