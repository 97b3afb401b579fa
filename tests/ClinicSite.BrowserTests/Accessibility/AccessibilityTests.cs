using System.Collections.Concurrent;
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
    private const string FailingForm = "failing form";

    private static readonly (Theme Theme, int Width)[] EveryView =
        [.. from theme in Enum.GetValues<Theme>() from width in (int[])[320, 768, 1280] select (theme, width)];

    private readonly Axe _axe = new();

    [Fact]
    public async Task Look_AtEveryComponentAndTheFailingForm_FindsNoFault() =>
        Faults.None(await FaultsOfPagesAsync([PageStates.Components, FailingForm], [(Theme.Dark, 320)]));

    /// <summary>The whole matrix; an entry of the list that it never needs is to be taken out.</summary>
    [Fact(Explicit = true)]
    public async Task Look_AtEveryPageInEveryThemeWidthAndState_FindsNoFault()
    {
        var faults = new List<string>(await FaultsOfPagesAsync([.. chromium.Paths, PageStates.Components, FailingForm], EveryView));
        foreach (var theme in Enum.GetValues<Theme>())
        {
            faults.AddRange(await FaultsOfAnswersAsync(theme));
        }

        Faults.None(faults);
        Faults.None(_axe.NeverMet);
    }

    [Fact]
    public async Task Look_AtConfirmationAndErrorPages_FindsNoFault() =>
        Faults.None(await FaultsOfAnswersAsync(Theme.Light));

    [Fact]
    public async Task Look_AtAPageWithFaults_FindsThem()
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site);
        var page = await visitor.OpenAsync("/about");
        Assert.Empty(await _axe.FaultsOnAsync(page, "untouched"));
        await page.EvaluateAsync("""
            () => {
              const main = document.querySelector('main');
              main.insertAdjacentHTML('beforeend', '<h5>Odd</h5><img src="/icon.svg"><p>Faint</p>');
              main.lastElementChild.style.cssText = 'color: #777; background: #888';
            }
            """);

        var faults = await _axe.FaultsOnAsync(page, "broken");

        Assert.Contains(faults, fault => fault.StartsWith("broken: image-alt on img", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("broken: color-contrast on #main > p", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("broken: heading-order on h5", StringComparison.Ordinal));
    }

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

    /// <summary>
    /// Loads each page once and turns it to one view after the other: loading costs as much as looking. Two pages are
    /// looked at side by side, in a window each.
    /// </summary>
    private async Task<IReadOnlyCollection<string>> FaultsOfPagesAsync(string[] names, (Theme Theme, int Width)[] views)
    {
        var faults = new ConcurrentBag<string>();
        await using var visitor = await chromium.VisitAsync(chromium.Site);
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (name, _) =>
        {
            var page = name == FailingForm ? await visitor.OpenFailingFormAsync() : await visitor.OpenAsync(name);
            await LookAsync(page, name);
            if (await page.Locator("details").CountAsync() > 0)
            {
                await page.OpenDetailsAsync();
                await LookAsync(page, $"{name}, all open");
            }

            await page.CloseAsync();
        });
        return faults;

        async Task LookAsync(IPage page, string name)
        {
            foreach (var (theme, width) in views)
            {
                await page.TurnToAsync(theme, width);
                foreach (var fault in await _axe.FaultsOnAsync(page, $"{theme} {width} {name}"))
                {
                    faults.Add(fault);
                }
            }
        }
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
