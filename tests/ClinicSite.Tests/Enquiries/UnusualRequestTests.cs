using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries;

/// <summary>What no browser of a patient sends. Each gets a clear answer in the site's own page and nothing is stored by mistake.</summary>
public sealed class UnusualRequestTests : IAsyncLifetime
{
    private const string Valid = "FullName=Amina&ReachBy=email&Email=amina%40patients.example.org&IsAdult=true&Consent=true";

    private readonly Site _site = Site.Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Post_FromAnotherSite_IsRefused(string site)
    {
        using var answer = await PostAsync(Valid, request => request.Headers.Add("Sec-Fetch-Site", site));

        await AssertErrorPageAsync(answer, HttpStatusCode.Forbidden);
        await AssertStoredAsync(0);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    [InlineData("http://localhost:5081")]
    public async Task Post_WithForeignOrigin_IsRefused(string origin)
    {
        using var answer = await PostAsync(Valid, request => request.Headers.Add("Origin", origin));

        await AssertErrorPageAsync(answer, HttpStatusCode.Forbidden);
        await AssertStoredAsync(0);
    }

    [Fact]
    public async Task Post_WithOwnOriginAndNoFetchHeader_IsTaken()
    {
        using var answer = await PostAsync(Valid, request => request.Headers.Add("Origin", "http://localhost:5080"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task Post_WithoutAnyOrigin_IsTakenAndMarked()
    {
        using var answer = await PostAsync(Valid);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("no-token no-browser-headers", await ReasonsAsync());
    }

    [Theory]
    [InlineData("&Token=forged")]
    [InlineData("&Token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("&Token=!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("&Token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    public async Task Post_WithForgedOrMissingToken_IsTakenAndMarked(string token)
    {
        using var answer = await PostAsync(Valid + token, FromBrowser);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("no-token", await ReasonsAsync());
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(2_000_000)]
    public async Task Post_LargerThanTheLimit_SaysTooMuch(int length)
    {
        using var answer = await PostAsync(Valid + "&Message=" + new string('x', length), FromBrowser);

        await AssertErrorPageAsync(answer, HttpStatusCode.RequestEntityTooLarge);
        await AssertStoredAsync(0);
    }

    /// <summary>Else the question would come again, and the answer to it had been given.</summary>
    [Fact]
    public async Task Post_WithAnAddressSaidToBeRightAndAnotherFault_KeepsTheTick()
    {
        using var answer = await PostAsync("FullName=Amina&ReachBy=email&Email=amina%40gmial.com&EmailIsRight=true&IsAdult=true", FromBrowser);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await Site.HtmlOf(answer)).QuerySelector("[name=EmailIsRight][checked]"));
    }

    /// <summary>A letter of these is three bytes and nine characters on its way.</summary>
    [Fact]
    public async Task Post_WithTheLongestMessageInAnyScript_IsStored()
    {
        using var answer = await PostAsync(Valid + "&Message=" + Uri.EscapeDataString(new string('肌', 4000)), FromBrowser);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await AssertStoredAsync(1);
    }

    [Theory]
    [InlineData('x', 20_000)]
    [InlineData('肌', 6_000)]
    public async Task Post_WithAMessageThatIsTooLong_SaysSoAndKeepsIt(char letter, int length)
    {
        var message = new string(letter, length);
        using var answer = await PostAsync(Valid + "&Message=" + Uri.EscapeDataString(message), FromBrowser);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Site.HtmlOf(answer);
        Assert.Equal(message, page.QuerySelector("textarea")!.TextContent);
        Assert.Contains($"You have typed {length}", page.QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithTooManyValues_SaysTooMuch()
    {
        using var answer = await PostAsync(string.Join('&', Enumerable.Range(0, 60).Select(number => $"x{number}=1")), FromBrowser);

        await AssertErrorPageAsync(answer, HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("application/json", "{\"FullName\":\"Amina\"}")]
    [InlineData("text/plain", "FullName=Amina")]
    [InlineData("multipart/form-data; boundary=x", "--x--")]
    public async Task Post_OfAnotherType_SaysItCannotBeRead(string type, string body)
    {
        using var answer = await PostAsync(body, FromBrowser, type);

        await AssertErrorPageAsync(answer, HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("PUT", "/consultation")]
    [InlineData("DELETE", "/consultation")]
    [InlineData("POST", "/treatments/microneedling")]
    public async Task Ask_WithAnotherVerb_IsAnsweredAsThat(string verb, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var visitor = Bare();
        using var answer = await visitor.SendAsync(request, TestContext.Current.CancellationToken);

        await AssertErrorPageAsync(answer, HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("FullName=%FF%FE%C3%28&ReachBy=email&Email=amina%40patients.example.org&IsAdult=true&Consent=true")]
    [InlineData("FullName=a%00b%0D%0Ac&ReachBy=email&Email=amina%40patients.example.org&IsAdult=true&Consent=true")]
    [InlineData("FullName=Amina&ReachBy=email&Email=amina%40patients.example.org&IsAdult=true&Consent=true&Unknown=1&Status=Released&Score=0")]
    public async Task Post_WithBytesOrFieldsNobodyTypes_IsTaken(string body)
    {
        using var answer = await PostAsync(body, FromBrowser);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await AssertStoredAsync(1);
    }

    [Theory]
    [InlineData("a=b\0c%00d", "a=bcd")]
    // Those that form when another is gone.
    [InlineData("%0%000x", "x")]
    [InlineData("%\u000000x%", "x%")]
    [InlineData("100%0&%0", "100%0&%0")]
    public void DropNulls_OfABody_LeavesNone(string body, string left)
    {
        var bytes = Encoding.Latin1.GetBytes(body);

        Assert.Equal(left, Encoding.Latin1.GetString(bytes, 0, ReadableForm.DropNulls(bytes)));
    }

    [Fact]
    public void DropNulls_OfABodyMadeToBeReadOften_TakesNoMemoryForEachPass()
    {
        // Taking every null that is there, and again those that form, would take a copy for each pass.
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("%0", 20_000)) + new string('0', 20_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, ReadableForm.DropNulls(body));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, body.Length);
    }

    [Fact]
    public async Task Post_WithLineBreaksInEveryField_StoresOneLineEach()
    {
        const string breaks = "%0D%0ABcc%3A+all%40patients.example.org%0D%0A%0D%0A";
        using var answer = await PostAsync(
            $"FullName=Amina{breaks}&ReachBy=phone&Phone=01632960001{breaks}&BestTime=now{breaks}&Message=one{breaks}&Website=&IsAdult=true&Consent=true&Token=x{breaks}", FromBrowser);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var stored = await _site.ReadAsync(database => database.Enquiries.SingleAsync(TestContext.Current.CancellationToken));
        var details = _site.Services.GetRequiredService<DetailsSeal>().Open(stored.Details, stored.Id);
        Assert.Equal(("Amina Bcc: all@patients.example.org", "now Bcc: all@patients.example.org"), (details.FullName, details.BestTime));
        Assert.DoesNotContain('\n', details.Phone!);
    }

    [Fact]
    public async Task Post_WithAFieldTwice_AsksWhichOneIsMeant()
    {
        using var answer = await PostAsync(Valid + "&FullName=Bilal", FromBrowser);
        var page = await Site.HtmlOf(answer);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(["This answer came more than once. Enter it once"], page.QuerySelectorAll("#errors li").Select(error => error.TextContent));
        Assert.Equal("Amina,Bilal", new FormOnPage(page).ValueOf("Full name"));
    }

    [Theory]
    [InlineData("ReachBy=pigeon", "Select how you would like us to reach you")]
    [InlineData("Interest=nose", "Select what you would like to talk about")]
    public async Task Post_WithAChoiceThatIsNotOffered_AsksForOne(string choice, string message)
    {
        using var answer = await PostAsync($"{choice}&FullName=Amina&Email=amina%40patients.example.org&IsAdult=true&Consent=true", FromBrowser);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal([message], (await Site.HtmlOf(answer)).QuerySelectorAll("#errors li").Select(error => error.TextContent));
    }

    [Theory]
    [InlineData("/consultation?FullName=Bilal&Token=x&about=%3Cb%3E")]
    public async Task Post_ToTheSameAddressWrittenAnotherWay_GivesTheTextBackAsAlways(string path)
    {
        using var answer = await PostAsync("FullName=Amina", FromBrowser, path: path);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Amina", new FormOnPage(await Site.HtmlOf(answer)).ValueOf("Full name"));
    }

    [Theory]
    [InlineData("/consultation/received/%0D")]
    [InlineData("/consultation/received/%20")]
    [InlineData("/desk/%20")]
    [InlineData("/desk/%E2%80%83")]
    public async Task Ask_ForBlanks_IsAnUnknownPage(string path)
    {
        using var visitor = Bare();
        using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        await AssertErrorPageAsync(answer, HttpStatusCode.NotFound);
    }

    private static void FromBrowser(HttpRequestMessage request)
    {
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Add("Accept-Language", "en");
    }

    private static async Task AssertErrorPageAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var page = await Site.HtmlOf(answer);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Contains("01632 960123", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", page.Body.TextContent, StringComparison.Ordinal);
    }

    private HttpClient Bare()
    {
        var client = _site.NewVisitor();
        client.DefaultRequestHeaders.Clear();
        return client;
    }

    private async Task<HttpResponseMessage> PostAsync(string body, Action<HttpRequestMessage>? headers = null, string type = "application/x-www-form-urlencoded", string path = "/consultation")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        headers?.Invoke(request);
        using var visitor = Bare();
        return await visitor.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task AssertStoredAsync(int count) =>
        Assert.Equal(count, await _site.ReadAsync(database => database.Enquiries.CountAsync(TestContext.Current.CancellationToken)));

    private Task<string> ReasonsAsync() =>
        _site.ReadAsync(database => database.Enquiries.Select(enquiry => enquiry.ScoreReasons).SingleAsync(TestContext.Current.CancellationToken));
}
