using System.Net;
using AngleSharp.Dom;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries;

public sealed class ConsultationFormTests : IAsyncLifetime
{
    private readonly Site _site = Site.Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Send_Valid_RedirectsToThePageWithItsReference()
    {
        var form = await FormAsync();

        using var answer = await form.FillValid().SendAsync(_site.Http);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var page = await _site.PageAsync(answer.Headers.Location!.ToString());
        var stored = await _site.ReadAsync(database => database.Enquiries.SingleAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"EB-{stored.Reference[..4]}-{stored.Reference[4..]}", page.QuerySelector(".reference")!.TextContent, StringComparison.Ordinal);
        // Asked at 10:00 on a bank-holiday-free Monday, open until 17:30: half an hour of the eight is left for Tuesday.
        Assert.Contains("9:30 am on Tuesday 5 May", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Send_Valid_PromisesTheNoteThatIsOwed(string acknowledge, int notes)
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Enquiries:Acknowledge"] = acknowledge });

        using var answer = await new FormOnPage(await site.PageAsync("/consultation")).FillValid().SendAsync(site.Http);
        var page = await site.PageAsync(answer.Headers.Location!.ToString());

        Assert.Equal(notes == 1, page.Body!.TextContent.Contains("a short note with this reference", StringComparison.Ordinal));
        Assert.Equal(notes, await site.ReadAsync(database => database.Deliveries.CountAsync(row => row.Kind == DeliveryKind.Acknowledgement, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Send_Empty_NamesEveryMissingAnswerOnceAndLinksToIt()
    {
        using var answer = await (await FormAsync()).SendAsync(_site.Http);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        var page = await Site.HtmlOf(answer);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        var links = page.QuerySelectorAll("#errors a").ToList();
        Assert.Equal(
            [
                "Enter your full name",
                "Enter an email address or a phone number",
                "Tick the box if you are 18 or over. We take questions from adults only. If you are younger, talk to a parent and a GP",
                "Tick the box to let us use your details to reply to you",
            ],
            links.Select(link => link.TextContent));
        Assert.Equal("#email", links[1].GetAttribute("href"));
        foreach (var link in links)
        {
            var control = page.GetElementById(link.GetAttribute("href")![1..]);
            Assert.NotNull(control);
            Assert.Contains(control.TagName, (string[])["INPUT", "TEXTAREA"]);
        }

        var name = page.GetElementById("full-name")!;
        Assert.Equal("true", name.GetAttribute("aria-invalid"));
        var error = page.GetElementById(name.GetAttribute("aria-describedby")!.Split(' ').Last())!;
        Assert.Equal("Error: Enter your full name", error.TextContent);
        Assert.True(page.GetElementById("errors")!.HasAttribute("autofocus"));
        Assert.Empty(await _site.ReadAsync(database => database.Enquiries.ToListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Send_WithOneMistake_KeepsEverythingTyped()
    {
        var form = (await FormAsync()).FillValid()
            .Type("Full name", "  Zoë O’Brien ")
            .Type("Phone number", "+44 (0)1632 960-001")
            .Type("Best time to call", "after 5 <pm>")
            .Type("Your message", "Line one\nLine \"two\" & <b>more</b> 😀")
            .Tick("You may leave a voicemail")
            .Tick("Acne scars")
            .Untick("I am 18 or over");

        using var answer = await form.SendAsync(_site.Http);
        var again = new FormOnPage(await Site.HtmlOf(answer));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("  Zoë O’Brien ", again.ValueOf("Full name"));
        Assert.Equal("amina@patients.example.org", again.ValueOf("Email address"));
        Assert.Equal("+44 (0)1632 960-001", again.ValueOf("Phone number"));
        Assert.Equal("after 5 <pm>", again.ValueOf("Best time to call"));
        Assert.Equal("Line one\nLine \"two\" & <b>more</b> 😀", again.ValueOf("Your message").ReplaceLineEndings("\n"));
        Assert.Equal("ticked", again.ValueOf("By email"));
        Assert.Equal("ticked", again.ValueOf("Acne scars"));
        Assert.Equal("ticked", again.ValueOf("You may leave a voicemail"));
        Assert.Equal("", again.ValueOf("You may say the clinic"));
        Assert.Equal("", again.ValueOf("I am 18 or over"));
        Assert.Equal("ticked", again.ValueOf("Use my details"));

        using var corrected = await again.Tick("I am 18 or over").SendAsync(_site.Http);
        Assert.Equal(HttpStatusCode.SeeOther, corrected.StatusCode);
    }

    [Theory]
    [InlineData("Full name", 300, "Full name must be 200 characters or fewer. You have typed 300")]
    [InlineData("Phone number", 100, "Phone number must be 60 characters or fewer. You have typed 100")]
    [InlineData("Best time to call", 201, "Best time to call must be 200 characters or fewer. You have typed 201")]
    [InlineData("Your message", 4001, "Your message must be 4000 characters or fewer. You have typed 4001")]
    public async Task Send_TooLong_SaysSoAndCutsNothing(string label, int length, string message)
    {
        var text = new string('7', length);

        using var answer = await (await FormAsync()).FillValid().Type(label, text).SendAsync(_site.Http);
        var page = await Site.HtmlOf(answer);

        Assert.Equal([message], ErrorsOn(page));
        Assert.Equal(text, new FormOnPage(page).ValueOf(label));
    }

    [Theory]
    [InlineData("By email", "", "", "Enter your email address, or choose to be called")]
    [InlineData("By phone", "", "", "Enter your phone number, or choose to be written to")]
    [InlineData("Either is fine", "", "", "Enter an email address or a phone number")]
    [InlineData("By email", "amina", "", "Enter an email address in the correct format, like name@example.com")]
    [InlineData("By email", "a b@c.org", "", "Enter an email address in the correct format, like name@example.com")]
    [InlineData("By phone", "", "call me", "Enter a phone number, like 01632 960 001")]
    public async Task Send_WithoutWorkingContact_AsksForIt(string choice, string email, string phone, string message)
    {
        var form = (await FormAsync()).FillValid().Type("Email address", email).Type("Phone number", phone);
        foreach (var other in new[] { "By email", "By phone", "Either is fine" })
        {
            form.Untick(other);
        }

        using var answer = await form.Tick(choice).SendAsync(_site.Http);

        Assert.Equal([message], ErrorsOn(await Site.HtmlOf(answer)));
    }

    [Theory]
    [InlineData("amina@gmial.com", "Did you mean amina@gmail.com?")]
    [InlineData("amina..okafor@patients.example.org", "Most mail programs would not take it as it is")]
    [InlineData("amina.@patients.example.org", "Most mail programs would not take it as it is")]
    [InlineData("mailto:amina@patients.example.org", "Most mail programs would not take it as it is")]
    [InlineData("(amina@patients.example.org)", "Most mail programs would not take it as it is")]
    [InlineData("amina@-patients.example.org", "Most mail programs would not take it as it is")]
    public async Task Send_AnAddressThatIsHardlyRight_AsksAndTakesNoForAnAnswer(string email, string asks)
    {
        using var question = await (await FormAsync()).FillValid(email: email).SendAsync(_site.Http);
        var page = await Site.HtmlOf(question);
        Assert.Equal([$"Check your email address. {asks}"], ErrorsOn(page));

        using var answer = await new FormOnPage(page).Tick("The address is right").SendAsync(_site.Http);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Theory]
    [InlineData("李")]
    [InlineData("Jean-François d’Arc")]
    [InlineData("😀 Smile")]
    [InlineData("\u202Egnp.exe")]
    [InlineData("O'Brien\r\nBcc: all@patients.example.org")]
    [InlineData("a\u0000b")]
    public async Task Send_OddName_IsTaken(string name)
    {
        using var answer = await (await FormAsync()).FillValid().Type("Full name", name).SendAsync(_site.Http);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Theory]
    [InlineData("microneedling", "Microneedling")]
    [InlineData("acne-scars", "Acne scars")]
    public async Task Open_FromATreatmentPage_PreselectsItsTopic(string about, string label)
    {
        var form = new FormOnPage(await _site.PageAsync($"/consultation?about={about}"));

        Assert.Equal("ticked", form.ValueOf(label));
    }

    [Fact]
    public async Task Open_WithUnknownTopic_EchoesNothingOfIt()
    {
        var page = await _site.PageAsync("/consultation?about=%3Cscript%3Ecanary");

        Assert.DoesNotContain("canary", page.Source.Text, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("input[type=radio][checked]"));
    }

    [Fact]
    public async Task Open_HasWhatAutofillAndPeopleNeed()
    {
        var page = await _site.PageAsync("/consultation");

        Assert.Equal("name", page.GetElementById("full-name")!.GetAttribute("autocomplete"));
        Assert.Equal("email", page.GetElementById("email")!.GetAttribute("autocomplete"));
        Assert.Equal("tel", page.GetElementById("phone")!.GetAttribute("autocomplete"));
        Assert.Empty(page.QuerySelectorAll("[placeholder],[required],[pattern],[maxlength]"));
        Assert.True(page.QuerySelector("main form")!.HasAttribute("novalidate"));
        Assert.Empty(page.QuerySelectorAll("input[name=__RequestVerificationToken]"));
        Assert.Contains("999", page.QuerySelector("main .notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Twice_GivesTwoTokensAndNoCookie()
    {
        using var first = await _site.Http.GetAsync(new Uri("/consultation", UriKind.Relative), TestContext.Current.CancellationToken);
        using var second = await _site.Http.GetAsync(new Uri("/consultation", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true, NoStore: false });
        Assert.False(first.Headers.Contains("Set-Cookie"));
        Assert.NotEqual(TokenOf(await Site.HtmlOf(first)), TokenOf(await Site.HtmlOf(second)));
    }

    [Fact]
    public async Task Send_WithAMistake_CarriesTheSameToken()
    {
        var form = await FormAsync();
        var before = TokenOf(form.Page);

        using var answer = await form.SendAsync(_site.Http);

        Assert.Equal(before, TokenOf(await Site.HtmlOf(answer)));
    }

    private static string TokenOf(IDocument page) => page.QuerySelector("input[name=Token]")!.GetAttribute("value")!;

    private static IEnumerable<string> ErrorsOn(IDocument page) => page.QuerySelectorAll("#errors li").Select(error => error.TextContent);

    private async Task<FormOnPage> FormAsync() => new(await _site.PageAsync("/consultation"));
}
