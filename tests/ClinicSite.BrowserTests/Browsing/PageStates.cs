using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Browsing;

/// <summary>Ways to bring a page into the states in which a visitor may see it.</summary>
public static class PageStates
{
    public const string Components = "/_components";
    public const string NotFound = "/no-such-page";
    public const string Received = "/consultation/received/EB-7K3M-9QWD";

    /// <summary>A choice is pressed anywhere on its label, which covers the box.</summary>
    public static readonly LocatorCheckOptions OnItsLabel = new() { Force = true };

    public static async Task<IPage> OpenAsync(this IBrowserContext visitor, string path)
    {
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Does what leads to another page and waits until that page has loaded.</summary>
    public static async Task ArriveAfterAsync(this IPage page, Func<Task> step)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Loaded(object? sender, IPage loaded) => arrived.TrySetResult();
        page.Load += Loaded;
        await step();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        page.Load -= Loaded;
    }

    /// <summary>The page as a visitor with other colours and another window sees it.</summary>
    public static async Task TurnToAsync(this IPage page, Theme theme, int width)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme.Scheme(), ForcedColors = theme.Forced() });
        await page.SetViewportSizeAsync(width, 800);
    }

    /// <summary>Every question and every folded part is read.</summary>
    public static Task OpenDetailsAsync(this IPage page) =>
        page.EvaluateAsync("() => { for (const part of document.querySelectorAll('details')) part.open = true; }");

    /// <summary>The form as it comes back when it is sent with a mistake in every kind of field.</summary>
    public static async Task<IPage> OpenFailingFormAsync(this IBrowserContext visitor)
    {
        var page = await visitor.OpenAsync("/consultation");
        await page.GetByLabel("Full name").FillAsync("");
        await page.GetByLabel("Email address").FillAsync("amina");
        await page.GetByLabel("Phone number").FillAsync("call me");
        await page.GetByLabel("Your message").FillAsync(new string('m', 4001));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.Locator("#errors").WaitForAsync();
        return page;
    }

    /// <summary>What the form answers when nothing is wrong with it.</summary>
    public static async Task<IPage> OpenConfirmationAsync(this IBrowserContext visitor)
    {
        var page = await visitor.OpenAsync("/consultation");
        await page.GetByLabel("Full name").FillAsync("Amina Okafor");
        await page.GetByLabel("By email").CheckAsync(OnItsLabel);
        await page.GetByLabel("Email address").FillAsync("amina@patients.example.org");
        await page.GetByLabel("I am 18 or over").CheckAsync(OnItsLabel);
        await page.GetByLabel("Use my details").CheckAsync(OnItsLabel);
        await page.ArriveAfterAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync());
        Assert.Equal("We have your enquiry", await page.Locator("h1").InnerTextAsync());
        return page;
    }

    /// <summary>A fault nobody expects: the table is taken away under the running program.</summary>
    public static Task BreakAsync(this Site site) =>
        site.ReadAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE enquiry RENAME TO gone"));
}
