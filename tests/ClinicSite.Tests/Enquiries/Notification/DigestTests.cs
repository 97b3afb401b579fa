using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Desk;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Notification;

/// <summary>The clinic of the sample settings is in London; every site starts at ten on a Monday morning there.</summary>
public sealed class DigestTests : IAsyncDisposable
{
    private static readonly TimeSpan UntilEight = TimeSpan.FromHours(22);

    private Site _site = Site.Open();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Send_AtEightWithNothingToTell_SaysSoToEveryMailbox()
    {
        _site.Pass(UntilEight);
        await _site.Log.SawAsync("Digest sent", times: 2);

        var mails = _site.Mails();

        Assert.Equal(2, mails.Count);
        Assert.All(mails, mail => Assert.Equal("Enquiries: 0 new", mail.Subject));
        Assert.Contains("No enquiry has arrived in the last 24 hours.", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("Nothing waits", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mails[0].Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task Send_AMinuteBeforeEight_IsTooEarly()
    {
        _site.Pass(UntilEight - TimeSpan.FromMinutes(1));
        await AfterAWholeRoundAsync();

        Assert.Empty(await DigestsAsync());
    }

    [Fact]
    public async Task Send_EveryDay_OnceADay()
    {
        for (var day = 1; day <= 3; day++)
        {
            _site.Pass(day == 1 ? UntilEight : TimeSpan.FromHours(24));
            await _site.Log.SawAsync("Digest sent", times: 2 * day);
            _site.Pass(TimeSpan.FromMinutes(1));
        }

        await AfterAWholeRoundAsync();
        Assert.Equal(6, (await DigestsAsync()).Count);
    }

    [Fact]
    public async Task List_WhatWaits_OverdueFirstWithALinkThatActs()
    {
        var reference = await _site.AskAsync("Private words");
        var answered = await _site.AskAsync("Other words", alreadySent: 2);
        using (var nothing = new FormUrlEncodedContent([]))
        using (await _site.Http.PostAsync(new Uri(_site.LastMail(answered).LinkAfter("Mark as answered"), UriKind.Relative), nothing, TestContext.Current.CancellationToken))
        {
        }

        _site.Pass(TimeSpan.FromHours(46));
        await _site.Log.SawAsync("Digest sent", times: 2);

        var digest = _site.LastMail("Enquiries:");
        Assert.Equal("Enquiries: 0 new, 1 overdue", digest.Subject);
        Assert.Contains("Overdue since 9:30 am on Tuesday 5 May", digest.TextBody, StringComparison.Ordinal);
        Assert.Contains($">Mark {reference} as answered</a>", digest.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain(answered, digest.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("words", digest.TextBody + digest.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", digest.TextBody + digest.HtmlBody, StringComparison.Ordinal);

        var page = new FormOnPage(await _site.PageAsync(digest.LinkAfter(reference)));
        using var answer = await page.SendAsync(_site.Http);
        Assert.Equal(DeskState.Answered, (await _site.RowAsync(reference)).Desk);
    }

    [Fact]
    public async Task List_TheQuarantined_EveryHourUntilSomebodyDecides()
    {
        var reference = await _site.AskAsync();
        await _site.QuarantineAsync(reference);
        _site.Pass(TimeSpan.FromHours(1));
        await _site.Log.SawAsync("Digest sent", times: 2);
        _site.Pass(TimeSpan.FromHours(1));
        await _site.Log.SawAsync("Digest sent", times: 4);
        var digest = _site.LastMail("Enquiries:");
        Assert.Equal("Enquiries: 0 new, 1 in quarantine", digest.Subject);

        Assert.Contains($">Close {reference}: this is spam</a>", digest.HtmlBody, StringComparison.Ordinal);

        var release = digest.LinkAfter($"Release {reference}: a person wrote this");
        Assert.Equal($"{reference} is in quarantine", (await _site.PageAsync(release)).QuerySelector("h1")!.TextContent);
        using (await new FormOnPage(await _site.PageAsync(release)).SendAsync(_site.Http))
        {
        }

        // Released: staff get it like any other, and the hourly mails end.
        await _site.Log.SawAsync("StaffNotice sent", times: 4);
        _site.Pass(TimeSpan.FromHours(3));
        await AfterAWholeRoundAsync(alreadySent: 4);
        Assert.Equal(EnquiryStatus.Released, (await _site.RowAsync(reference)).Status);
        Assert.Equal(4, (await DigestsAsync()).Count);
    }

    [Fact]
    public async Task Send_AfterANightDown_OnceWhenTheProgramIsBack()
    {
        using var data = new DataFolder();
        await _site.DisposeAsync();
        await using (var before = data.Open())
        {
            before.Pass(UntilEight);
            await before.Log.SawAsync("Digest sent", times: 2);
        }

        _site = data.Open(Site.Start + TimeSpan.FromHours(49));
        await _site.Log.SawAsync("Digest sent", times: 2);
        _site.Pass(TimeSpan.FromHours(1));
        await AfterAWholeRoundAsync();

        Assert.Equal([Site.Start + UntilEight, Site.Start + TimeSpan.FromHours(46)], (await DigestsAsync()).Select(row => row.Owed).Distinct().Order());
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task List_MoreThanADigestNames_CountsTheRest()
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Enquiries:Digest:Most"] = "5" });
        for (var asked = 0; asked < 7; asked++)
        {
            await _site.AskAsync($"Question {asked}", alreadySent: 2 * asked);
        }

        _site.Pass(UntilEight);
        await _site.Log.SawAsync("Digest sent", times: 2);

        var digest = _site.LastMail("Enquiries:");
        Assert.Equal("Enquiries: 7 new, 7 waiting", digest.Subject);
        Assert.Matches("Arrived in the last 24 hours: (EB-[^,]+, ){4}EB-\\S+ and 2 more\\.", digest.TextBody!.ReplaceLineEndings(" "));
        Assert.Contains("And 2 more: \"ClinicSite enquiries list --only new\" on the server shows them all.", digest.TextBody!.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Write_WithANoteToAPatientThatCameBack_DoesNotSayThatEverythingWentOut(int cameBack, bool saysSo)
    {
        var none = new DigestList<Enquiry>([], 0);
        var facts = new DigestFacts(none, none, Overdue: 0, none, none, Undelivered: new([], 0), Undeliverable: new([], cameBack));

        var text = _site.Services.GetRequiredService<Digest>().Write(facts, Site.Start, Site.Start).ToText();

        Assert.Equal(saysSo, text.Contains("every mail has gone out", StringComparison.Ordinal));
    }

    /// <summary>Spam that nobody has closed must not hide the person who was set aside an hour ago.</summary>
    [Fact]
    public async Task List_MoreSetAsideThanADigestNames_NamesTheNewest()
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Enquiries:Digest:Most"] = "5", ["Enquiries:Screening:QuarantineFrom"] = "60" });
        for (var asked = 0; asked < 6; asked++)
        {
            var form = new FormOnPage(await _site.PageAsync("/consultation")).FillValid().Type("Your message", $"Question {asked}");
            using var answer = await form.Type("Leave this empty", "x").SendAsync(_site.Http);
            _site.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        _site.Pass(TimeSpan.FromHours(1));
        await _site.Log.SawAsync("Digest sent", times: 2);

        var digest = _site.LastMail("Enquiries:").TextBody!.ReplaceLineEndings(" ");
        var references = await _site.ReadAsync(database =>
            database.Enquiries.OrderBy(enquiry => enquiry.Received).Select(enquiry => enquiry.Reference).ToListAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Reference.Show(references[0], "EB"), digest, StringComparison.Ordinal);
        Assert.Contains(Reference.Show(references[5], "EB"), digest, StringComparison.Ordinal);
        Assert.Contains("enquiries list --only quarantined\"", digest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task Send_AfterTheClockRanAhead_OnTheDaysThatFollow(int days)
    {
        using var data = new DataFolder();
        await _site.DisposeAsync();
        await using (var ahead = data.Open(Site.Start + TimeSpan.FromDays(days)))
        {
            ahead.Pass(UntilEight);
            await ahead.Log.SawAsync("Digest sent", times: 2);
        }

        _site = data.Open();
        _site.Pass(UntilEight);
        await _site.Log.SawAsync("Digest sent", times: 2);
        _site.Pass(TimeSpan.FromDays(1));
        await _site.Log.SawAsync("Digest sent", times: 4);

        Assert.All(_site.Mails().TakeLast(2), mail => Assert.StartsWith("Enquiries:", mail.Subject, StringComparison.Ordinal));
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Send_WithTheClockSetBackWhileServing_WithinDays()
    {
        await _site.DisposeAsync();
        _site = Site.Open(now: Site.Start + TimeSpan.FromDays(400));
        await _site.AskAsync();

        _site.Clock.AdjustTime(Site.Start);
        _site.Pass(TimeSpan.FromMinutes(1));

        await _site.GoOnUntilAsync(_site.Log.SawAsync("Digest sent", times: 2), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Send_WhileOneStillWaits_OwesNoSecond()
    {
        await _site.DisposeAsync();
        _site = Site.Open(MailSettings.ToNobody());
        _site.Pass(UntilEight);
        await _site.Log.SawAsync("The mail relay cannot be used");
        _site.Pass(TimeSpan.FromDays(1));
        await _site.Log.SawAsync("The mail relay cannot be used", times: 2);
        _site.Pass(TimeSpan.FromHours(1));
        await _site.Log.SawAsync("The mail relay cannot be used", times: 3);

        Assert.Equal(2, await _site.ReadAsync(database => database.Deliveries.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    // The clocks went forward on 29 March 2026 and back on 25 October: eight o'clock stays eight o'clock.
    [InlineData("2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z")]
    [InlineData("2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z")]
    public void Fall_DueOnTheDayTheClocksChange_AtEightByTheWall(string last, string due)
    {
        var schedule = _site.Services.GetRequiredService<DigestSchedule>();
        var at = DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture);
        var before = DateTimeOffset.Parse(last, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(at, schedule.DueAt(at, before, hasQuarantine: false));
        Assert.Null(schedule.DueAt(at.AddMinutes(-1), before, hasQuarantine: false));
    }

    /// <summary>
    /// The round that sends the mails of the first enquiry looks for a digest after them; those of the second go out when
    /// that has come to its end, or with what it found. So whatever is owed by now stands in the database.
    /// </summary>
    private async Task AfterAWholeRoundAsync(int alreadySent = 0)
    {
        await _site.AskAsync("One more", alreadySent);
        await _site.AskAsync("And another", alreadySent + 2);
    }

    private Task<List<Delivery>> DigestsAsync() => _site.ReadAsync(database =>
        database.Deliveries.AsNoTracking().Where(row => row.Kind == DeliveryKind.Digest).ToListAsync(TestContext.Current.CancellationToken));
}
