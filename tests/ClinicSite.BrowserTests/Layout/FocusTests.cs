using ClinicSite.BrowserTests.Browsing;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Layout;

/// <summary>Whoever walks by keyboard always sees where they are, and every target is large enough for a thumb.</summary>
public sealed class FocusTests(Chromium chromium)
{
    private const int MoreThanAnyPageHas = 600;

    /// <summary>Where the focus is, and what is wrong with how it shows there; null at the end of the page.</summary>
    private const string Focused = """
        () => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          const name = element.outerHTML.slice(0, 100);
          const style = getComputedStyle(element);
          if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return [name, 'shows no focus'];
          const lines = [...element.getClientRects()].filter(line => line.width > 0);
          if (lines.length === 0) return [name, 'has no box'];
          const tall = element.getBoundingClientRect().height > innerHeight - 10;
          const inside = line => line.left >= -1 && line.right <= innerWidth + 1 && (tall || line.top >= -1 && line.bottom <= innerHeight + 1);
          const box = lines.find(inside) ?? lines[0];
          if (!inside(box)) return [name, `lies outside the window, at ${Math.round(box.left)},${Math.round(box.top)} to ${Math.round(box.right)},${Math.round(box.bottom)}`];
          if (tall) return [name, ''];
          const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          const own = over && (element.contains(over) || over.contains(element) || [...(element.labels ?? [])].some(label => label.contains(over)));
          return [name, own ? '' : `is covered by ${over?.outerHTML.slice(0, 60)}`];
        }
        """;

    /// <summary>Whatever can be pressed and is smaller than 44 px either way. A link within a sentence may be small; a choice counts with its label.</summary>
    private const string SmallTargets = """
        () => {
          const found = [];
          const inSentence = link => {
            if (getComputedStyle(link).display !== 'inline') return false;
            const block = link.closest('p, li, dd, td, th, figcaption, caption, label');
            return block !== null && block.textContent.trim().length > link.textContent.trim().length + 1;
          };
          for (const target of document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, summary')) {
            if (target.closest('.vh, .skip') || inSentence(target)) continue;
            const box = (target.closest('.choice') ?? target).getBoundingClientRect();
            if (box.width === 0 || box.width >= 43.5 && box.height >= 43.5) continue;
            found.push(`${target.outerHTML.slice(0, 110)} is ${Math.round(box.width)} by ${Math.round(box.height)}`);
          }
          return found;
        }
        """;

    [Theory(Explicit = true)]
    [InlineData(320, Theme.Light)]
    [InlineData(390, Theme.Dark)]
    [InlineData(768, Theme.ForcedColours)]
    [InlineData(1280, Theme.Light)]
    public Task Walk_ByTabThroughEveryPage_AlwaysShowsTheFocus(int width, Theme theme) => OnEveryPageAsync(width, theme, WalkAsync);

    [Theory(Explicit = true)]
    [InlineData(320)]
    [InlineData(1280)]
    public Task Measure_EveryTarget_IsLargeEnoughForAThumb(int width) => OnEveryPageAsync(width, Theme.Light, async page =>
    {
        await page.OpenDetailsAsync();
        return await page.EvaluateAsync<string[]>(SmallTargets);
    });

    private async Task OnEveryPageAsync(int width, Theme theme, Func<IPage, Task<IEnumerable<string>>> look)
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site, width, theme);
        var faults = new List<string>();
        foreach (var path in chromium.Paths.Append(PageStates.NotFound))
        {
            var page = await visitor.OpenAsync(path);
            faults.AddRange((await look(page)).Select(fault => $"{path} at {width}, {theme}: {fault}"));
            await page.CloseAsync();
        }

        var failing = await visitor.OpenFailingFormAsync();
        faults.AddRange((await look(failing)).Select(fault => $"failing form at {width}, {theme}: {fault}"));
        Faults.None(faults);
    }

    private static async Task<IEnumerable<string>> WalkAsync(IPage page)
    {
        var faults = new List<string>();
        var steps = 0;
        while (true)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string[]?>(Focused) is not [var element, var wrong])
            {
                break;
            }

            Assert.True(++steps < MoreThanAnyPageHas, $"The walk on {page.Url} does not end; it is at {element}.");
            if (wrong.Length > 0)
            {
                faults.Add($"{element} {wrong}");
            }
        }

        Assert.True(steps > 5, $"Only {steps} places on {page.Url} can be reached.");
        return faults;
    }
}
