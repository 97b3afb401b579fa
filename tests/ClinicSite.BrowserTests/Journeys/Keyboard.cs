using ClinicSite.BrowserTests.Browsing;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Journeys;

/// <summary>A visitor who has nothing but a keyboard: places are found by walking there.</summary>
public sealed class Keyboard(IPage page)
{
    private const int Patience = 200;

    private const string Name = """
        () => {
          const element = document.activeElement;
          return (element.labels?.length ? element.labels[0] : element).textContent.trim();
        }
        """;

    /// <summary>Tabs on until the focus is on what begins with these words.</summary>
    public async Task GoToAsync(string words)
    {
        for (var step = 0; step < Patience; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await page.EvaluateAsync<string>(Name)).StartsWith(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"No walk by Tab leads to \"{words}\" on {page.Url}.");
    }

    public async Task FollowAsync(string words)
    {
        await GoToAsync(words);
        await page.ArriveAfterAsync(() => page.Keyboard.PressAsync("Enter"));
    }

    public async Task TypeAsync(string label, string text)
    {
        await GoToAsync(label);
        await page.Keyboard.TypeAsync(text);
    }

    public async Task TickAsync(string label)
    {
        await GoToAsync(label);
        await page.Keyboard.PressAsync("Space");
    }
}
