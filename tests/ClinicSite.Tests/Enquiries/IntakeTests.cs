using System.Net;
using System.Text;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries;

public sealed class IntakeTests : IAsyncLifetime
{
    private readonly Site _site = Site.Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Send_Valid_StoresOneRowAndWhatIsOwedForIt()
    {
        await SendAsync(await FormAsync());

        var stored = await StoredAsync();
        var enquiry = Assert.Single(stored);
        Assert.Equal(Site.Start, enquiry.Received);
        Assert.Equal((EnquiryStatus.Clean, DeskState.New, ConsentWording.Version), (enquiry.Status, enquiry.Desk, enquiry.ConsentVersion));
        Assert.Equal(
            [(DeliveryKind.StaffNotice, 0), (DeliveryKind.StaffNotice, 1), (DeliveryKind.Acknowledgement, -1)],
            enquiry.Deliveries.OrderBy(delivery => delivery.Kind).ThenBy(delivery => delivery.RecipientSlot).Select(delivery => (delivery.Kind, delivery.RecipientSlot)));
    }

    [Fact]
    public async Task Send_Valid_KeepsWhatWasTypedSealedAndNormalised()
    {
        var form = (await FormAsync()).Type("Full name", "  Amélie\tCanary ").Type("Your message", "First\r\nsecond \u0007line").Tick("Acne scars");
        await SendAsync(form);

        var enquiry = Assert.Single(await StoredAsync());
        var details = _site.Services.GetRequiredService<DetailsSeal>().Open(enquiry.Details, enquiry.Id);
        Assert.Equal("Amélie Canary", details.FullName);
        Assert.Equal("First\nsecond line", details.Message);
        Assert.Equal(Interest.AcneScars, details.Interest);
        Assert.Equal(ReachBy.Email, details.ReachBy);
        using var copy = await DataFolder.CopyOfAsync(_site.Folder);
        var content = Directory.GetFiles(copy.Folder, "clinic.db*").SelectMany(File.ReadAllBytes).ToArray();
        Assert.NotEqual(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(enquiry.Reference)));
        Assert.Equal(-1, content.AsSpan().IndexOf("Canary"u8));
        Assert.Equal(-1, content.AsSpan().IndexOf("patients.example.org"u8));
    }

    [Fact]
    public async Task Send_InALongClosure_IsTaken()
    {
        var closed = Enumerable.Range(0, 70).ToDictionary(
            day => $"Clinic:Holidays:{day}", string? (day) => Site.Start.AddDays(day).ToString("yyyy-MM-dd"), StringComparer.Ordinal);
        await using var site = Site.Open(closed);

        using var answer = await new FormOnPage(await site.PageAsync("/consultation")).FillValid().SendAsync(site.Http);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await site.PageAsync(answer.Headers.Location!.ToString());
        var promised = await site.ReadAsync(database => database.Enquiries.Select(enquiry => enquiry.ReplyDue).SingleAsync(TestContext.Current.CancellationToken));
        Assert.True(promised > Site.Start.AddDays(70), $"An answer is promised for {promised}, when the clinic is closed.");
    }

    [Fact]
    public async Task Send_TheSameTwice_IsOneEnquiry()
    {
        var form = await FormAsync();

        var first = await SendAsync(form);
        var second = await SendAsync(form);

        Assert.Equal(first, second);
        Assert.Single(await StoredAsync());
    }

    [Fact]
    public async Task Send_TheSameTenTimesAtOnce_IsOneEnquiryAndOneAnswer()
    {
        var form = await FormAsync();
        form.FillValid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var visitor = _site.NewVisitor();
            using var answer = await form.SendAsync(visitor);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location!.ToString();
        }));

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Single(await StoredAsync());
    }

    [Fact]
    public async Task Send_TheSameFormWithOtherAnswers_FollowsTheFirst()
    {
        var form = await FormAsync();
        await SendAsync(form);
        var first = Assert.Single(await StoredAsync());

        await SendAsync(form.Type("Your message", "I forgot to say: mornings are best."));

        var second = Assert.Single(await StoredAsync(), enquiry => enquiry.Id != first.Id);
        Assert.Equal(first.Id, second.FollowsId);
        Assert.NotEqual(first.Reference, second.Reference);
    }

    [Theory]
    [InlineData(DeskState.Answered)]
    [InlineData(DeskState.Closed)]
    public async Task Send_TheSameAfterStaffHaveSettledIt_IsOneNewEnquiryThatFollows(DeskState settled)
    {
        var form = await FormAsync();
        await SendAsync(form);
        await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.Desk, settled).SetProperty(enquiry => enquiry.DeskChanged, Site.Start), TestContext.Current.CancellationToken));
        var first = Assert.Single(await StoredAsync());

        var again = await SendAsync(form);
        var repeated = await SendAsync(form);

        Assert.Equal(again, repeated);
        var second = Assert.Single(await StoredAsync(), enquiry => enquiry.Id != first.Id);
        Assert.Equal((first.Id, DeskState.New), (second.FollowsId, second.Desk));
        Assert.Contains(second.Deliveries, delivery => delivery.Kind == DeliveryKind.StaffNotice);
    }

    [Fact]
    public async Task Send_ASettledOneAgainAfterOtherAnswers_IsOneNewEnquiryHoweverOften()
    {
        var form = await FormAsync();
        await SendAsync(form.Type("Your message", "First"));
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(form.Type("Your message", "Second"));
        await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.Desk, DeskState.Answered).SetProperty(enquiry => enquiry.DeskChanged, Site.Start), TestContext.Current.CancellationToken));

        var again = await SendAsync(form.Type("Your message", "First"));
        var repeated = await SendAsync(form);

        Assert.Equal(again, repeated);
        Assert.Equal(3, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task Send_AgainWithinTheHour_AcknowledgesOnce()
    {
        await SendAsync(await FormAsync());
        _site.Clock.Advance(TimeSpan.FromMinutes(30));
        await SendAsync(await FormAsync());
        _site.Clock.Advance(TimeSpan.FromMinutes(61));
        await SendAsync(await FormAsync());

        var acknowledged = (await StoredAsync()).Select(enquiry => enquiry.Deliveries.Count(delivery => delivery.Kind == DeliveryKind.Acknowledgement));
        Assert.Equal([1, 0, 1], acknowledged);
    }

    [Fact]
    public async Task Send_WithPhoneOnly_OwesNoAcknowledgement()
    {
        var form = (await FormAsync()).FillValid().Untick("By email").Tick("By phone").Type("Email address", "").Type("Phone number", "01632 960 001");
        using var answer = await form.SendAsync(_site.Http);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.All(Assert.Single(await StoredAsync()).Deliveries, delivery => Assert.Equal(DeliveryKind.StaffNotice, delivery.Kind));
    }

    [Theory]
    [InlineData(0, "inhumanly-fast")]
    [InlineData(2, "hasty")]
    [InlineData(30, "")]
    [InlineData(25 * 3600, "stale-token")]
    public async Task Send_SoManySecondsAfterOpening_IsScoredByItsPace(int seconds, string reason)
    {
        var form = await FormAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(seconds));

        await SendAsync(form);

        Assert.Equal(reason, Assert.Single(await StoredAsync()).ScoreReasons);
    }

    [Fact(Explicit = true)]
    public async Task Send_WhileAnotherProgramHoldsTheDatabase_GivesTheTextBackAndSaysSo()
    {
        var form = (await FormAsync()).FillValid(name: "Amina Okafor").Type("Your message", "Kept text");
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_site.Folder, "clinic.db")};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (var hold = await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            using var answer = await form.SendAsync(_site.Http);
            var page = await Site.HtmlOf(answer);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(60), answer.Headers.RetryAfter!.Delta);
            Assert.Contains("01632 960123", page.QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Kept%20text", page.QuerySelector(".errors a[href^=mailto]")!.GetAttribute("href"), StringComparison.Ordinal);
            Assert.Equal("Kept text", new FormOnPage(page).ValueOf("Your message"));
            form = new FormOnPage(page);
        }

        Assert.Empty(await StoredAsync());
        using var later = await form.SendAsync(_site.Http);
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
        Assert.Single(await StoredAsync());
    }

    private async Task<FormOnPage> FormAsync() => new(await _site.PageAsync("/consultation"));

    private async Task<string> SendAsync(FormOnPage form)
    {
        var name = form.ValueOf("Full name");
        using var answer = await form.FillValid(name: name.Length > 0 ? name : "Amina Okafor").SendAsync(_site.Http);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    private Task<List<Enquiry>> StoredAsync() => _site.ReadAsync(database =>
        database.Enquiries.AsNoTracking().Include(enquiry => enquiry.Deliveries).OrderBy(enquiry => enquiry.Received).ThenBy(enquiry => enquiry.Id).ToListAsync(TestContext.Current.CancellationToken));
}
