using ClinicSite.BrowserTests.Browsing;
using ClinicSite.Clinic;
using ClinicSite.Shell.Errors;
using ClinicSite.Tests.Door;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Accessibility;

public sealed class AccessibilityTests(Chromium chromium)
{
    private readonly Axe _axe = new();

    [Theory]
    [InlineData(Theme.Light, 1280)]
    [InlineData(Theme.Dark, 320)]
    public async Task Look_AtEveryPageWithAllPartsOpen_FindsNoFault(Theme theme, int width)
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site, width, theme);

        Faults.None(await FaultsOfAsync(visitor, $"{theme} {width}", plainToo: false));
    }

    /// <summary>The whole matrix; an entry of the list that it never needs is to be taken out.</summary>
    [Fact(Explicit = true)]
    public async Task Look_AtEveryPageInEveryThemeWidthAndState_FindsNoFault()
    {
        var faults = new List<string>();
        foreach (var theme in Enum.GetValues<Theme>())
        {
            foreach (var width in (int[])[320, 768, 1280])
            {
                await using var visitor = await chromium.VisitAsync(chromium.Site, width, theme);
                faults.AddRange(await FaultsOfAsync(visitor, $"{theme} {width}", plainToo: true));
            }

            faults.AddRange(await FaultsOfAnswersAsync(theme));
        }

        Faults.None(faults);
        Faults.None(_axe.NeverMet);
    }

    [Theory]
    [InlineData(Theme.Light)]
    [InlineData(Theme.Dark)]
    [InlineData(Theme.ForcedColours)]
    public async Task Look_AtConfirmationAndErrorPages_FindsNoFault(Theme theme) =>
        Faults.None(await FaultsOfAnswersAsync(theme));

    private async Task<IReadOnlyList<string>> FaultsOfAnswersAsync(Theme theme)
    {
        await using var site = Site.Open();
        await using var visitor = await chromium.VisitAsync(site, 390, theme);

        var received = await visitor.OpenConfirmationAsync();
        await site.BreakAsync();
        var missing = await visitor.OpenAsync(PageStates.NotFound);
        var broken = await visitor.OpenAsync(PageStates.Received);
        var last = await visitor.NewPageAsync();
        await last.SetContentAsync(await LastAnswerAsync(site));

        Assert.Equal("This page is not here", await missing.Locator("h1").InnerTextAsync());
        Assert.Equal("Something went wrong on our side", await broken.Locator("h1").InnerTextAsync());
        return
        [
            .. await _axe.FaultsOnAsync(received, $"{theme} confirmation"),
            .. await _axe.FaultsOnAsync(missing, $"{theme} 404"),
            .. await _axe.FaultsOnAsync(broken, $"{theme} 500"),
            .. await _axe.FaultsOnAsync(last, $"{theme} plain 500"),
        ];
    }

    private async Task<IReadOnlyList<string>> FaultsOfAsync(IBrowserContext visitor, string name, bool plainToo)
    {
        var faults = new List<string>();
        foreach (var path in chromium.Paths.Append(PageStates.Components))
        {
            var page = await visitor.OpenAsync(path);
            if (plainToo)
            {
                faults.AddRange(await _axe.FaultsOnAsync(page, $"{name} {path}"));
            }

            await page.OpenDetailsAsync();
            faults.AddRange(await _axe.FaultsOnAsync(page, $"{name} {path}, all open"));
            await page.CloseAsync();
        }

        var failing = await visitor.OpenFailingFormAsync();
        faults.AddRange(await _axe.FaultsOnAsync(failing, $"{name} failing form"));
        return faults;
    }

    /// <summary>What is answered when the error page itself cannot be rendered.</summary>
    private static async Task<string> LastAnswerAsync(Site site)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature());
        using var body = new MemoryStream();
        context.Response.Body = body;
        var answer = new PlainError(
            _ => throw new InvalidOperationException("The error page fails too."),
            site.Services.GetRequiredService<IOptions<ClinicOptions>>(),
            site.Services.GetRequiredService<System.Text.Encodings.Web.HtmlEncoder>());

        await answer.InvokeAsync(context);

        body.Position = 0;
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync();
    }
}
