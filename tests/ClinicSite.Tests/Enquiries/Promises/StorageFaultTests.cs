using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Dom;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P2: no thanks without a row. What cannot be kept is given back, with the number to call.</summary>
public sealed class StorageFaultTests
{
    private const string Phone = "01632 960123";

    /// <summary>SQLite's own switches make its own errors: 8 (read only) and 13 (full).</summary>
    [Theory]
    [InlineData("read-only", "PRAGMA query_only=ON", "PRAGMA query_only=OFF")]
    [InlineData("full", "PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000")]
    public async Task Send_ToADatabaseThatTakesNothing_GivesEverythingBackUntilItIsMended(string fault, string breaking, string mending)
    {
        var storage = new BrokenStorage(breaking, mending);
        await using var site = Site.Open(services: services => services.ConfigureDbContext<EnquiryDb>(options => options.AddInterceptors(storage)));
        var longMessage = string.Concat(Enumerable.Repeat("My scars are from my school years. ", 100)).Trim();
        await site.AskAsync(1);
        await site.AskAsync(2);
        var form = new FormOnPage(await site.PageAsync("/consultation")).FillValid(name: "Zoë O'Brien")
            .Type("Phone number", "01632 960 001").Type("Best time to call", "after six").Tick("You may leave a voicemail").Tick("Acne scars").Type("Your message", longMessage);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        storage.IsOn = true;
        for (var time = 0; time < 3; time++)
        {
            using var answer = await form.SendAsync(site.Http);
            var page = await Site.HtmlOf(answer);
            AssertApology(answer, page);
            form = new FormOnPage(page);
            Assert.Equal(
                ["Zoë O'Brien", "amina@patients.example.org", "01632 960 001", "after six", "ticked", "ticked", "ticked", "ticked", "ticked", longMessage],
                new[] { "Full name", "Email address", "Phone number", "Best time to call", "By email", "You may leave a voicemail", "Acne scars", "I am 18 or over", "Use my details", "Your message" }.Select(form.ValueOf));
        }

        var stored = await CountAsync(site) - 2;
        var owed = await OwedAsync(site) - 6;
        storage.IsOn = false;
        using var later = await form.SendAsync(site.Http);

        PromiseTable.Note("P2", $"database {fault}", $"{stored} rows and 0 thanks for 3 posts, 503 each with the text and the number; mended: {(int)later.StatusCode}, {await CountAsync(site) - 2} row");
        Assert.Equal((0, 0), (stored, owed));
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
        Assert.Equal((3, 9), (await CountAsync(site), await OwedAsync(site)));
    }

    [Fact(Explicit = true)]
    public async Task Send_ByTenAtOnceWhileTheDatabaseIsLocked_TellsEachInBearableTime()
    {
        const int visitors = 10;
        var bearable = TimeSpan.FromSeconds(25);
        await using var site = Site.Open();
        var forms = new List<FormOnPage>();
        for (var number = 0; number < visitors; number++)
        {
            forms.Add(new FormOnPage(await site.PageAsync("/consultation")).FillValid(email: $"visitor{number}@patients.example.org").Type("Your message", $"Message {number}"));
        }

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var clock = Stopwatch.StartNew();
        TimeSpan[] waits;
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(site.Folder, "clinic.db")};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
            waits = await Task.WhenAll(forms.Select(async (form, number) =>
            {
                using var answer = await form.SendAsync(site.Http);
                var waited = clock.Elapsed;
                var page = await Site.HtmlOf(answer);
                AssertApology(answer, page);
                Assert.Equal($"Message {number}", new FormOnPage(page).ValueOf("Your message"));
                return waited;
            }));
        }

        var stored = await CountAsync(site);
        using var later = await forms[0].SendAsync(site.Http);
        PromiseTable.Note("P2", $"another program holds the write lock, {visitors} visitors at once", $"{stored} rows, {visitors} answers 503, the last after {waits.Max().TotalSeconds:F0} s; freed: {(int)later.StatusCode}");
        Assert.Equal(0, stored);
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
        Assert.InRange(waits.Max(), TimeSpan.Zero, bearable);
    }

    /// <summary>A real full disk: a small file system in memory that only the program sees, which needs no right of root's.</summary>
    [Fact(Explicit = true)]
    public async Task Send_WhileTheDiskFillsUp_ThanksOnlyForWhatIsStored()
    {
        await using var relay = new ScriptedSmtpServer();
        using var clinic = new ClinicFolder(relay);
        await using var run = clinic.Start("unshare", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs -o size=6m tmpfs \"$0\" && exec \"$@\"", clinic.Folder);
        using var visitor = await run.VisitorAsync();
        var inside = $"/proc/{run.Pid}/root{clinic.Folder}";
        var visits = Visit.From(inside);
        var thanked = new List<string> { await visits(1).SendAsync(visitor) };
        await relay.MessagesAsync(3, TestContext.Current.CancellationToken);

        var filler = Path.Combine(inside, "filler");
        Fill(filler);
        var refused = 0;
        Visit? waiting = null;
        for (var number = 2; number < 500 && refused < 20; number++)
        {
            var visit = visits(number);
            using var answer = await visit.PostAsync(visitor);
            if (answer.StatusCode == HttpStatusCode.SeeOther)
            {
                thanked.Add(Visit.ReferenceIn(answer));
                continue;
            }

            var page = await Site.HtmlOf(answer);
            AssertApology(answer, page);
            Assert.Equal(visit.Message, new FormOnPage(page).ValueOf("Your message"));
            refused++;
            waiting = visit;
        }

        File.Delete(filler);
        thanked.Add(await waiting!.SendAsync(visitor));
        await relay.MessagesAsync(3 * thanked.Count, TestContext.Current.CancellationToken);

        // SQLite would follow /proc's link out of the file system again: it gets a copy.
        foreach (var file in new[] { "clinic.db", "clinic.db-wal" })
        {
            File.Copy(Path.Combine(inside, file), Path.Combine(clinic.Folder, file));
        }

        var stored = await clinic.ReferencesAsync();
        var missing = thanked.Except(stored, StringComparer.Ordinal).Count();
        PromiseTable.Note("P2", "disk full (a file system of 6 MB)", $"{missing} of {thanked.Count} thanks without a row, {stored.Count - thanked.Count} rows without thanks, {refused} answers 503; space again: taken, {relay.Messages.Count} mails of {3 * thanked.Count} owed");
        Assert.Equal(thanked.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Assert.Equal(20, refused);
        Assert.Equal(3 * thanked.Count, relay.Messages.DistinctBy(message => message.Message.MessageId, StringComparer.Ordinal).Count());
    }

    private static void AssertApology(HttpResponseMessage answer, IHtmlDocument page)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Contains(Phone, page.QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
    }

    private static Task<int> CountAsync(Site site) => site.ReadAsync(database => database.Enquiries.CountAsync(TestContext.Current.CancellationToken));

    private static Task<int> OwedAsync(Site site) => site.ReadAsync(database => database.Deliveries.CountAsync(TestContext.Current.CancellationToken));

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // That was the last free block.
        }
    }
}
