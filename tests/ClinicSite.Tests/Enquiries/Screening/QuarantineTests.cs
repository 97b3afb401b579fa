using System.Net;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using ClinicSite.Tests.Enquiries.Desk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClinicSite.Tests.Enquiries.Screening;

public sealed class QuarantineTests : IAsyncLifetime
{
    private const string Threshold = "Enquiries:Screening:QuarantineFrom", LeaveEmpty = "Leave this empty";

    private readonly Site _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { [Threshold] = "60" });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Send_WithTheHoneypotFilled_IsAcknowledgedStoredAndToldToNobody()
    {
        var form = await FormAsync(_site);

        using var answer = await form.FillValid().Type(LeaveEmpty, "https://shop.example").SendAsync(_site.Http);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var page = await _site.PageAsync(answer.Headers.Location!.ToString());
        Assert.Equal("We have your enquiry", page.QuerySelector("h1")!.TextContent);
        var row = await OnlyRowAsync(_site);
        Assert.Equal((EnquiryStatus.Quarantined, 60, "honeypot"), (row.Status, row.Score, row.ScoreReasons));
        Assert.Empty(row.Deliveries);
    }

    [Fact]
    public async Task Tell_OfOneSetAside_SaysWhyInPlainWordsAndWhatToDoInDoubt()
    {
        using var answer = await (await FormAsync(_site)).FillValid().Type(LeaveEmpty, "x").SendAsync(_site.Http);
        _site.Pass(TimeSpan.FromHours(1));
        await _site.Log.SawAsync("Digest sent", times: 2);

        var digest = _site.LastMail("Enquiries:").TextBody!.ReplaceLineEndings(" ");

        Assert.Contains("Score 60: a field that people cannot see was filled in.", digest, StringComparison.Ordinal);
        Assert.Contains("Not sure? Release it: you then get it by mail like any other.", digest, StringComparison.Ordinal);
    }

    [Fact]
    public void Say_EverySignal_InWordsOfItsOwn()
    {
        string[] pointsOnly = [Signals.Phrase, Signals.WeakPhrase, Signals.PhraseCeiling, Signals.CommerceCeiling];
        List<string> reasons = [.. Signals.Defaults.Keys.Except(pointsOnly, StringComparer.Ordinal), Signals.OwnPhrases, "phrases:search-ranking"];

        var words = reasons.ConvertAll(Signals.InWords);

        Assert.DoesNotContain(reasons.Zip(words), said => string.Equals(said.First, said.Second, StringComparison.Ordinal));
        Assert.Equal(reasons.Count, words.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal($"{words[0]}; phrases known from unwanted mail (loans, search ranking)", Signals.InWords($"{reasons[0]} phrases:loans phrases:search-ranking"));
    }

    [Fact]
    public async Task Release_OfAQuarantinedOne_OwesItsMail()
    {
        using var answer = await (await FormAsync(_site)).FillValid().Type(LeaveEmpty, "x").SendAsync(_site.Http);
        var reference = (await OnlyRowAsync(_site)).Reference;

        Assert.True(await _site.Services.GetRequiredService<EnquiryDesk>().ReleaseAsync(reference, TestContext.Current.CancellationToken));

        var row = await OnlyRowAsync(_site);
        Assert.Equal(EnquiryStatus.Released, row.Status);
        Assert.Equal(3, row.Deliveries.Count);
    }

    /// <summary>Else it would sort under what was read long ago, and its link would have run out.</summary>
    [Fact]
    public async Task Release_AfterDays_DatesItsMailThen()
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { [Threshold] = "60", ["Enquiries:Desk:LinksValidFor"] = "2.00:00:00" });
        using var answer = await (await FormAsync(site)).FillValid().Type(LeaveEmpty, "x").SendAsync(site.Http);
        site.Clock.Advance(TimeSpan.FromDays(5));
        var released = site.Clock.GetUtcNow();

        await site.Services.GetRequiredService<EnquiryDesk>().ReleaseAsync((await OnlyRowAsync(site)).Reference, TestContext.Current.CancellationToken);
        await site.Log.SawAsync("StaffNotice sent", times: 2);

        var notice = site.LastMail("New consultation request");
        Assert.Equal(released.ToUnixTimeSeconds(), notice.Date.ToUnixTimeSeconds());
        var page = await site.PageAsync(notice.LinkAfter("Mark as answered"));
        Assert.NotNull(page.QuerySelector("form"));
    }

    [Fact]
    public async Task Release_AfterThePromisedTime_PromisesNothingThatIsOver()
    {
        using var answer = await (await FormAsync(_site)).FillValid().Type(LeaveEmpty, "x").SendAsync(_site.Http);
        _site.Clock.Advance(TimeSpan.FromDays(5));

        await _site.Services.GetRequiredService<EnquiryDesk>().ReleaseAsync((await OnlyRowAsync(_site)).Reference, TestContext.Current.CancellationToken);
        await _site.Log.SawAsync("StaffNotice sent", times: 2);
        await _site.Log.SawAsync("Acknowledgement sent");

        Assert.Contains("Overdue since", _site.LastMail("New consultation request").TextBody, StringComparison.Ordinal);
        var note = _site.LastMail("We have your enquiry").TextBody;
        Assert.DoesNotContain("We answer by", note, StringComparison.Ordinal);
        Assert.Contains("As soon as we can", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_OfAQuarantinedOne_TellsStaffWhyItWasSetAside()
    {
        using var answer = await (await FormAsync(_site)).FillValid().Type(LeaveEmpty, "x").SendAsync(_site.Http);
        var reference = (await OnlyRowAsync(_site)).Reference;
        await _site.Services.GetRequiredService<EnquiryDesk>().ReleaseAsync(reference, TestContext.Current.CancellationToken);
        await _site.Log.SawAsync("StaffNotice sent", times: 2);

        var notice = _site.LastMail("New consultation request");
        var close = notice.LinkAfter("Close: no answer is needed");
        var page = await _site.PageAsync(close);
        using (await new FormOnPage(page).SendAsync(_site.Http))
        {
        }

        Assert.StartsWith(
            $"Consultation request {Reference.Show(reference, "EB")}  It had been set aside as possible spam: a field that people cannot see was filled in.  ! ",
            notice.TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("spam", page.QuerySelector("main")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(DeskState.Closed, (await OnlyRowAsync(_site)).Desk);
    }

    [Fact]
    public async Task Compose_ForAReleasedOneAgain_GivesTheSameBytes()
    {
        using var answer = await (await FormAsync(_site)).FillValid().Type(LeaveEmpty, "x").SendAsync(_site.Http);
        var desk = _site.Services.GetRequiredService<EnquiryDesk>();
        var reference = (await OnlyRowAsync(_site)).Reference;
        await desk.ReleaseAsync(reference, TestContext.Current.CancellationToken);
        var first = await ComposeAsync();
        _site.Clock.Advance(TimeSpan.FromDays(3));
        await desk.SettleAsync(reference, DeskState.Closed, TestContext.Current.CancellationToken);

        Assert.Equal(first, await ComposeAsync());

        Task<byte[]> ComposeAsync() => _site.ReadAsync(async database =>
        {
            var notice = await database.Deliveries.Include(row => row.Enquiry)
                .FirstAsync(row => row.Kind == DeliveryKind.StaffNotice && row.RecipientSlot == 0, TestContext.Current.CancellationToken);
            using var message = await _site.Services.GetRequiredService<DeliveryComposer>().ComposeAsync(notice, database, TestContext.Current.CancellationToken);
            return SampleMail.Bytes(message);
        });
    }

    [Fact]
    public async Task Send_AfterTheClockWasSetBack_IsNotTooFast()
    {
        var form = (await FormAsync(_site)).FillValid();
        _site.Clock.AdjustTime(_site.Clock.GetUtcNow().AddHours(-1));

        using var answer = await form.SendAsync(_site.Http);

        var row = await OnlyRowAsync(_site);
        Assert.Equal((EnquiryStatus.Clean, ""), (row.Status, row.ScoreReasons));
    }

    [Fact]
    public async Task Release_OfOneThatWasClosed_WaitsForAnAnswerAgain()
    {
        using var answer = await (await FormAsync(_site)).FillValid().Type(LeaveEmpty, "x").SendAsync(_site.Http);
        var reference = (await OnlyRowAsync(_site)).Reference;
        var desk = _site.Services.GetRequiredService<EnquiryDesk>();
        await desk.SettleAsync(reference, DeskState.Closed, TestContext.Current.CancellationToken);

        await desk.ReleaseAsync(reference, TestContext.Current.CancellationToken);

        var row = await OnlyRowAsync(_site);
        Assert.Equal((EnquiryStatus.Released, DeskState.New), (row.Status, row.Desk));
    }

    [Fact]
    public async Task Send_BelowTheThreshold_IsToldToStaff()
    {
        var form = (await FormAsync(_site)).FillValid().Type("Your message", "I deal cards at a casino and would like to talk about the scars on my cheeks.");

        using var answer = await form.SendAsync(_site.Http);

        var row = await OnlyRowAsync(_site);
        Assert.Equal((EnquiryStatus.Clean, "phrases:gambling"), (row.Status, row.ScoreReasons));
        Assert.Equal(3, row.Deliveries.Count);
    }

    [Theory]
    [InlineData("Amina Okafor", "", "Scars, see https://one.example", "link")]
    [InlineData("Amina Okafor", "", "Scars, see https://one.example www.two.example and http://three.example", "many-links")]
    [InlineData("Amina Okafor", "", "Scars https://one.example/photos.zip", "link link-to-file")]
    [InlineData("Amina Okafor", "", "Scars, casino, poker and a loan", "phrases:gambling phrases:loans")]
    [InlineData("Amina Okafor", "", "Casino, poker and a loan", "off-topic phrases:gambling phrases:loans several-topics commerce-word")]
    [InlineData("Amina Okafor", "", "You and your weather, I say", "speaks-of-you off-topic")]
    [InlineData("Amina Okafor", "", "Scars <a href=x>here</a>", "markup")]
    [InlineData("Amina Okafor", "", "Scars [url=x]here[/url]", "markup")]
    [InlineData("Amina Okafor", "", "It hurts <3", "")]
    [InlineData("https://one.example", "", "Scars", "link link-for-name")]
    [InlineData("fjHkLqWzPnBt", "", "Scars", "random-name")]
    [InlineData("Ewan McAllister-MacInnes", "", "My iPhone, the NHS and HTML", "off-topic")]
    [InlineData("Małgorzata Brzęczyszczykiewicz", "", "Scars, Krzysztof", "")]
    [InlineData("Amina Okafor", "", "xkjqwz pltrv bnmqw", "random-text off-topic")]
    [InlineData("Amina Okafor", "weekdays after five in the evening", "Weekdays after five, in the evening!", "same-text-twice off-topic")]
    [InlineData("Amina Okafor", "mornings", "mornings", "")]
    [InlineData("Amina Okafor", "weekdays after eight", "weekdays after eight", "same-text-twice off-topic")]
    [InlineData("Amina Okafor", "weekdays after seve", "weekdays after seve", "off-topic")]
    [InlineData("Ewan Smith", "", "Ewan Smith", "name-as-message")]
    [InlineData("Ewan Smit", "", "Ewan Smit", "")]
    [InlineData("See what I have here", "", "See what I have here", "name-as-message off-topic")]
    [InlineData("Riverside Solutions Ltd", "", "Scars", "trade-name")]
    [InlineData("Amina Okafor", "", "The weather has been lovely all week, has it not", "off-topic")]
    [InlineData("Amina Okafor", "", "We offer skin", "phrases:company-voice")]
    [InlineData("Amina Okafor", "", "ＢＡＣＫＬＩＮＫＳ for your skin", "phrases:search-ranking")]
    [InlineData("Amina Okafor", "", "b\u200Back\u00ADlinks for your skin", "phrases:search-ranking")]
    [InlineData("Amina Okafor", "", "皮肤 博彩", "phrases:gambling")]
    [InlineData("Amina Okafor", "", "Scars, and my business sells software to companies", "commerce-word")]
    [InlineData("Amina Okafor", "", "Scars, and my business sells shoes", "")]
    [InlineData("Phạm Thị Loan", "", "Em bị sẹo rỗ lâu rồi", "")]
    public async Task Send_WithASignOfAProgram_HasItAmongTheReasons(string name, string time, string message, string reasons)
    {
        using var answer = await (await FormAsync(_site)).FillValid(name: name).Type("Best time to call", time).Type("Your message", message).SendAsync(_site.Http);

        Assert.Equal(reasons, (await OnlyRowAsync(_site)).ScoreReasons);
    }

    [Fact]
    public async Task Set_PhrasesAndPoints_ChangesTheScore()
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [Threshold] = "70",
            ["Enquiries:Screening:Phrases:0"] = "purple unicorn*",
            ["Enquiries:Screening:IgnoredPhrases:0"] = "Casino",
            ["Enquiries:Screening:Points:off-topic"] = "0",
            ["Enquiries:Screening:Points:honeypot"] = "30",
        });

        using var answer = await (await FormAsync(site)).FillValid().Type("Your message", "Purple unicorns at the casino").Type(LeaveEmpty, "x").SendAsync(site.Http);

        var row = await OnlyRowAsync(site);
        Assert.Equal((EnquiryStatus.Quarantined, 70, "honeypot phrases:own"), (row.Status, row.Score, row.ScoreReasons));
    }

    [Theory]
    [InlineData("Points:honey", "60", "Enquiries:Screening:Points:honey is no signal. It must be one of honeypot, ")]
    [InlineData("Points:honeypot", "101", "Enquiries:Screening:Points:honeypot is 101. It must be between 0 and 100, for example 60.")]
    [InlineData("SoftLimit", "0", "Enquiries:Screening:SoftLimit is 0. It must be between 1 and 1000000, for example 5.")]
    [InlineData("HardWindow", "2.00:00:00", "Enquiries:Screening:HardWindow is 2.00:00:00. It must be between 00:00:01 and 1.00:00:00, for example 01:00:00.")]
    [InlineData("Phrases:0", "~!", "Enquiries:Screening:Phrases has \"~!\".")]
    public void Start_WithAWrongSetting_NamesItsKey(string key, string value, string message)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new($"{ScreeningOptions.Section}:{key}", value)]).Build();
        using var services = new ServiceCollection().AddScreening(settings).BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TheForm_HidesTheHoneypotFromEveryone()
    {
        var page = await _site.PageAsync("/consultation");

        var trap = page.QuerySelector("input[name=Website]")!;
        Assert.Equal(("-1", "off", ""), (trap.GetAttribute("tabindex"), trap.GetAttribute("autocomplete"), trap.GetAttribute("value") ?? ""));
        Assert.Equal("true", trap.ParentElement!.GetAttribute("aria-hidden"));
        Assert.True(trap.ParentElement.ClassList.Contains("vh"));
        Assert.False(trap.HasAttribute("required"));
    }

    /// <summary>Opened by someone who reads it before writing.</summary>
    private static async Task<FormOnPage> FormAsync(Site site)
    {
        var form = new FormOnPage(await site.PageAsync("/consultation"));
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        return form;
    }

    private static Task<Enquiry> OnlyRowAsync(Site site) =>
        site.ReadAsync(database => database.Enquiries.AsNoTracking().Include(row => row.Deliveries).SingleAsync(TestContext.Current.CancellationToken));
}
