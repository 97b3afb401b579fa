using ClinicSite.BrowserTests.Browsing;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MimeKit;

namespace ClinicSite.BrowserTests.Journeys;

/// <summary>From the first page to the answer in a staff mailbox, as a person goes.</summary>
public sealed class ConsultationTests(Chromium chromium) : IAsyncDisposable
{
    private static readonly TimeSpan TimeToFillIn = TimeSpan.FromMinutes(2);

    /// <summary>A page from the back-forward cache is shown as it was left; it does not load again.</summary>
    private static readonly PageGoBackOptions WithoutLoading = new() { WaitUntil = WaitUntilState.Commit };

    private readonly Site _site = Site.Open();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData(true, Explicit = true)]
    [InlineData(false)]
    public async Task Walk_ByKeyboardFromHomeToTheConfirmation_TellsTheClinicOnce(bool scripts)
    {
        await using var visitor = await chromium.VisitAsync(_site, 390, also: options => options.JavaScriptEnabled = scripts);
        var page = await visitor.OpenAsync("/");
        var keyboard = new Keyboard(page);

        await keyboard.FollowAsync("Microneedling");
        Assert.EndsWith("/treatments/microneedling", page.Url, StringComparison.Ordinal);
        await keyboard.FollowAsync("Ask for a consultation");
        Assert.Contains("/consultation", page.Url, StringComparison.Ordinal);
        await keyboard.TypeAsync("Full name", "Amina Okafor");
        await keyboard.TickAsync("By email");
        await keyboard.TypeAsync("Email address", "amina@patients.example.org");
        await keyboard.TypeAsync("Your message", "Hello");
        await keyboard.TickAsync("I am 18 or over");
        _site.Clock.Advance(TimeToFillIn);
        await keyboard.FollowAsync("Send to the clinic");

        Assert.StartsWith("Error: ", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("errors", await FocusedIdAsync(page));
        await keyboard.GoToAsync("Tick the box to let us use your details");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("consent", await FocusedIdAsync(page));
        await page.Keyboard.PressAsync("Space");
        await keyboard.FollowAsync("Send to the clinic");

        Assert.Equal("We have your enquiry", await page.Locator("h1").InnerTextAsync());
        await IsToldAsync(await page.Locator(".reference strong").InnerTextAsync());
    }

    [Theory]
    [InlineData("header")]
    [InlineData("footer")]
    public async Task Follow_TheSitesLinkToTheFormWhileFillingItIn_KeepsWhatWasTyped(string where)
    {
        await using var visitor = await chromium.VisitAsync(_site, 1280);
        var page = await visitor.OpenAsync("/consultation");
        await page.GetByLabel("Your message").FillAsync("What I took long to write");

        await page.Locator($".site-{where}").GetByRole(AriaRole.Link, new() { Name = "Ask for a consultation" }).ClickAsync();

        Assert.Equal("main", await FocusedIdAsync(page));
        Assert.Equal("What I took long to write", await page.GetByLabel("Your message").InputValueAsync());
    }

    /// <summary>On a bad line a stylesheet may not come, and some readers want none.</summary>
    [Fact]
    public async Task Walk_WithoutStylesAndScripts_TellsTheClinicOnce()
    {
        await using var visitor = await chromium.VisitAsync(_site, 390, also: options => options.JavaScriptEnabled = false);
        await visitor.RouteAsync("**/*.css", route => route.AbortAsync());
        await visitor.RouteAsync("**/*.woff2", route => route.AbortAsync());
        var page = await visitor.OpenAsync("/consultation");
        var keyboard = new Keyboard(page);

        await keyboard.GoToAsync("Skip to the main content");
        await page.Keyboard.PressAsync("Enter");
        await keyboard.TypeAsync("Full name", "Amina Okafor");
        await keyboard.TickAsync("By email");
        await keyboard.TypeAsync("Email address", "amina@patients.example.org");
        await keyboard.TickAsync("I am 18 or over");
        await keyboard.TickAsync("Use my details");
        _site.Clock.Advance(TimeToFillIn);
        await keyboard.FollowAsync("Send to the clinic");

        Assert.Equal("We have your enquiry", await page.Locator("h1").InnerTextAsync());
        await IsToldAsync(await page.Locator(".reference strong").InnerTextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false, Explicit = true)]
    public async Task GoBack_FromAnotherPageAndFromTheConfirmation_FindsWhatWasTyped(bool scripts)
    {
        await using var visitor = await chromium.VisitAsync(_site, 390, also: options => options.JavaScriptEnabled = scripts);
        var page = await visitor.OpenAsync("/consultation");
        await page.GetByLabel("Full name").FillAsync("Amina Okafor");
        await page.GetByLabel("By email").CheckAsync(PageStates.OnItsLabel);
        await page.GetByLabel("Email address").FillAsync("amina@patients.example.org");
        await page.GetByLabel("Your message").FillAsync("Line one\nLine two");
        await page.GetByLabel("I am 18 or over").CheckAsync(PageStates.OnItsLabel);
        await page.GetByLabel("Use my details").CheckAsync(PageStates.OnItsLabel);

        await page.GotoAsync("/privacy");
        await page.GoBackAsync(WithoutLoading);
        await IsStillTypedAsync(page);

        _site.Clock.Advance(TimeToFillIn);
        await page.ArriveAfterAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync());
        Assert.Equal("We have your enquiry", await page.Locator("h1").InnerTextAsync());
        await page.GoBackAsync(WithoutLoading);
        await IsStillTypedAsync(page);
    }

    private static Task<string> FocusedIdAsync(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.id");

    private static async Task IsStillTypedAsync(IPage page)
    {
        Assert.Equal("Amina Okafor", await page.GetByLabel("Full name").InputValueAsync());
        Assert.True(await page.GetByLabel("By email").IsCheckedAsync());
        Assert.Equal("amina@patients.example.org", await page.GetByLabel("Email address").InputValueAsync());
        Assert.Equal("Line one\nLine two", await page.GetByLabel("Your message").InputValueAsync());
        Assert.True(await page.GetByLabel("I am 18 or over").IsCheckedAsync());
        Assert.True(await page.GetByLabel("Use my details").IsCheckedAsync());
    }

    /// <summary>One row, one mail for each staff mailbox whose answer goes to the patient, one reference everywhere.</summary>
    private async Task IsToldAsync(string reference)
    {
        var stored = await _site.ReadAsync(database => database.Enquiries.SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(reference, $"EB-{stored.Reference[..4]}-{stored.Reference[4..]}");

        var mail = await MailAsync(count: 3);
        Assert.Equal(
            ["amina@patients.example.org", "nurse@eternal-beauty.example", "reception@eternal-beauty.example"],
            mail.Select(message => Assert.Single(message.To.Mailboxes).Address).Order(StringComparer.Ordinal));
        Assert.All(mail, message => Assert.Contains(reference, $"{message.Subject} {message.TextBody}", StringComparison.Ordinal));
        Assert.All(
            mail.Where(message => message.To.Mailboxes.Single().Domain == "eternal-beauty.example"),
            message => Assert.Equal("amina@patients.example.org", Assert.Single(message.ReplyTo.Mailboxes).Address));
    }

    private async Task<List<MimeMessage>> MailAsync(int count)
    {
        await _site.Log.SawAsync(" sent (attempt 1)", times: count);
        return [.. Directory.GetFiles(_site.MailFolder, "*.eml").Select(file => MimeMessage.Load(file))];
    }
}
