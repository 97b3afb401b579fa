using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Browsing;

/// <summary>
/// A page says nothing to the console, breaks no rule of its policy and asks nobody but its own site, whichever theme
/// the visitor has.
/// </summary>
public sealed class QuietTests(Chromium chromium)
{
    /// <summary>The narrowest policy that a site without scripts can carry.</summary>
    private const string Strict =
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    [Theory]
    [InlineData(Theme.Light)]
    [InlineData(Theme.Dark, Explicit = true)]
    public async Task Open_EveryPage_IsQuietAndAsksNobodyElse(Theme theme)
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site, theme: theme);

        Faults.None(await HeardAsync(visitor));
    }

    [Fact(Explicit = true)]
    public async Task Open_EveryPageUnderTheNarrowestPolicy_BreaksNoneOfIt()
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site);
        await BeStrictAsync(visitor, page => page);

        Faults.None(await HeardAsync(visitor));
    }

    [Theory]
    [InlineData("<p style='color:red'>Styled in place</p>")]
    [InlineData("<style>p { color: red }</style>")]
    [InlineData("<img alt='' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")]
    [InlineData("<script>document.title = 'A script'</script>")]
    [InlineData("<a href='/' onclick='this.remove()'>A handler</a>")]
    public async Task Open_APageThatBreaksThePolicy_IsHeard(string broken)
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site);
        await BeStrictAsync(visitor, page => page.Replace("</main>", $"{broken}</main>", StringComparison.Ordinal));
        var heard = new ConcurrentQueue<string>();
        Listen(visitor, heard);

        await visitor.RunAndWaitForConsoleMessageAsync(
            () => visitor.OpenAsync("/about"), new() { Predicate = message => message.Text.Contains("Content Security Policy", StringComparison.Ordinal) });

        Assert.Contains(heard, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Listen_ToAPageThatSpeaks_IsNotDeaf()
    {
        await using var visitor = await chromium.VisitAsync(chromium.Site);
        var heard = new ConcurrentQueue<string>();
        Listen(visitor, heard);
        var page = await visitor.OpenAsync("/");

        // It speaks last: when the picture has failed, and a moment after the error was thrown.
        await visitor.RunAndWaitForConsoleMessageAsync(
            () => page.EvaluateAsync("""
                () => {
                    const picture = new Image();
                    picture.onerror = () => {
                        setTimeout(() => { throw new Error('thrown'); });
                        setTimeout(() => console.log('spoken'));
                    };
                    picture.src = 'http://elsewhere.example/';
                }
                """),
            new() { Predicate = message => message.Text == "spoken" });

        Assert.Contains(heard, line => line.EndsWith("spoken", StringComparison.Ordinal));
        Assert.Contains(heard, line => line.EndsWith("http://elsewhere.example/", StringComparison.Ordinal));
        Assert.Contains(heard, line => line.Contains("thrown", StringComparison.Ordinal));
    }

    private static async Task BeStrictAsync(IBrowserContext visitor, Func<string, string> change) => await visitor.RouteAsync("**/*", async route =>
    {
        // What is fetched on the page's behalf lacks what the browser says about where it comes from.
        var asked = new Dictionary<string, string>(route.Request.Headers, StringComparer.OrdinalIgnoreCase) { ["sec-fetch-site"] = "same-origin" };
        var answer = await route.FetchAsync(new RouteFetchOptions { MaxRedirects = 0, Headers = asked });
        var headers = new Dictionary<string, string>(answer.Headers, StringComparer.OrdinalIgnoreCase) { ["content-security-policy"] = Strict };
        var body = route.Request.ResourceType == "document" ? change(await answer.TextAsync()) : null;
        await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Headers = headers, Body = body });
    });

    private async Task<List<string>> HeardAsync(IBrowserContext visitor)
    {
        var queue = new ConcurrentQueue<string>();
        Listen(visitor, queue);
        foreach (var path in chromium.Paths.Concat([PageStates.NotFound, PageStates.Components]))
        {
            var page = await visitor.OpenAsync(path);
            await page.OpenDetailsAsync();
            Assert.NotEqual("rgba(0, 0, 0, 0)", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor"));
            await page.CloseAsync();
        }

        await visitor.OpenFailingFormAsync();
        List<string> heard = [.. queue, .. (await visitor.CookiesAsync()).Select(cookie => $"The cookie {cookie.Name} was set.")];
        // The browser itself notes that an answer was 404 or 422; the page can do nothing about it.
        heard.RemoveAll(line => line.Contains("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal));
        return heard;
    }

    private void Listen(IBrowserContext visitor, ConcurrentQueue<string> heard)
    {
        var home = chromium.Site.Http.BaseAddress!;
        visitor.Console += (_, message) => heard.Enqueue($"{message.Page?.Url}: the console says {message.Text}");
        visitor.WebError += (_, error) => heard.Enqueue($"{error.Page?.Url}: the page fails with {error.Error}");
        visitor.RequestFailed += (_, request) => heard.Enqueue($"{request.Frame.Url}: nothing came from {request.Url}");
        visitor.Request += (_, request) =>
        {
            if (!home.IsBaseOf(new Uri(request.Url)))
            {
                heard.Enqueue($"{home}: asked {request.Url}");
            }
        };
    }
}
