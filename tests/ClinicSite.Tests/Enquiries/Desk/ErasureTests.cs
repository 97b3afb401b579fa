using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Desk;

/// <summary>What was asked to be gone, or has been kept for its time, is nowhere afterwards.</summary>
public sealed class ErasureTests : IAsyncDisposable
{
    private readonly Site _site = Site.Open();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Erase_ByContact_LeavesNoTraceInTheFilesAndOthersAlone()
    {
        var erased = await _site.AskAsync("Please forget me");
        var row = await _site.RowAsync(erased);
        var kept = await AskByEmailAsync("kept@patients.example.org");
        await _site.Log.SawAsync("StaffNotice sent", times: 4);
        byte[][] traces = [row.Details.Ciphertext, row.Details.Nonce, row.ContentFingerprint, row.PhoneFingerprint!];
        using (var before = await CopyAsync())
        {
            Assert.All(traces, trace => Assert.True(Holds(before, trace), "The test looks for something that was never there."));
        }

        var (exitCode, output) = await RunAsync("enquiries erase --contact 01632960001 --yes");

        Assert.True(exitCode == 0, output);
        Assert.Contains("1 enquiries are gone", output, StringComparison.Ordinal);
        using var after = await CopyAsync();
        Assert.All(traces, trace => Assert.False(Holds(after, trace), "A trace is left in the database or its WAL."));
        Assert.Equal(Reference.Parse(kept), Assert.Single(await _site.ReadAsync(database => database.Enquiries.Select(enquiry => enquiry.Reference).ToListAsync(TestContext.Current.CancellationToken))));
        Assert.DoesNotContain(_site.Mails(), mail => mail.Subject!.Contains(erased, StringComparison.Ordinal));
        Assert.Contains(_site.Mails(), mail => mail.Subject!.Contains(kept, StringComparison.Ordinal));
    }

    /// <summary>The page after the form promises it: "name the reference. We will delete your enquiry."</summary>
    [Fact]
    public async Task Erase_ByReference_LeavesThePersonsOtherEnquiriesAlone()
    {
        var erased = await _site.AskAsync("Please forget this");
        var kept = await _site.AskAsync("This is still asked", alreadySent: 2);

        var (exitCode, output) = await RunAsync($"enquiries erase {erased} --yes");

        Assert.True(exitCode == 0, output);
        Assert.Contains("1 enquiries are gone", output, StringComparison.Ordinal);
        Assert.Equal(Reference.Parse(kept), await _site.ReadAsync(database => database.Enquiries.Select(enquiry => enquiry.Reference).SingleAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Export_ByReference_HoldsThatEnquiryAlone()
    {
        var reference = await _site.AskAsync("The words that were asked for");
        await _site.AskAsync("Other words", alreadySent: 2);

        var (exitCode, output) = await RunAsync($"enquiries export {reference}");

        Assert.True(exitCode == 0, output);
        Assert.Contains("The words that were asked for", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Other words", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enquiries erase --yes")]
    [InlineData("enquiries erase EB-0000-0000 --contact 01632960001 --yes")]
    [InlineData("enquiries export", Explicit = true)]
    public async Task Find_ByNeitherOrBothOfReferenceAndContact_IsRefused(string command)
    {
        var reference = await _site.AskAsync();

        var (exitCode, output) = await RunAsync(command);

        Assert.Equal(1, exitCode);
        Assert.Contains("Give either a reference or --contact, and not both.", output, StringComparison.Ordinal);
        await _site.RowAsync(reference);
    }

    [Fact]
    public async Task Erase_WhileAnotherProgramReads_LeavesNoTraceAfterTheNextPurge()
    {
        var reference = await _site.AskAsync("Please forget me");
        var row = await _site.RowAsync(reference);
        await _site.Log.SawAsync("StaffNotice sent", times: 2);
        await using var reader = new SqliteConnection($"Data Source={Path.Combine(_site.Folder, "clinic.db")};Pooling=False");
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using var look = reader.CreateCommand();
        look.CommandText = "BEGIN; SELECT count(*) FROM enquiry";
        Assert.Equal(1L, await look.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        var (exitCode, output) = await RunAsync("enquiries erase --contact 01632960001 --yes");

        Assert.True(exitCode == 0, output);
        using var killed = await CopyAsync();
        Assert.True(Holds(killed, row.Details.Ciphertext), "The reader was not in the way.");
        await using (killed.Open())
        {
            using var started = await DataFolder.CopyOfAsync(killed.Folder);
            Assert.False(Holds(started, row.Details.Ciphertext), "A trace is left after a start.");
        }

        // It stays open: the last one to close would write the WAL back.
        look.CommandText = "COMMIT";
        await look.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await _site.Services.GetRequiredService<Retention>().PurgeAsync(TestContext.Current.CancellationToken);

        using var after = await CopyAsync();
        Assert.False(Holds(after, row.Details.Ciphertext), "A trace is left in the database or its WAL.");
    }

    [Fact]
    public async Task Purge_OneThatIsReleasedMeanwhile_LeavesIt()
    {
        // The purge by hand, not by the hour.
        await using var site = Site.Open(services: services => services.RemoveHosted<WorkBehindSite<RetentionWorker>>());
        var reference = await site.AskAsync();
        await site.Log.SawAsync("StaffNotice sent", times: 2);
        await site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.Status, EnquiryStatus.Quarantined), TestContext.Current.CancellationToken));
        site.Clock.SetUtcNow(Site.Start.AddDays(30));
        var busy = new TaskCompletionSource();
        var writer = site.Services.GetRequiredService<DatabaseWriter>();
        var before = writer.WriteAsync(async (_, _) => { await busy.Task; return 0; }, TestContext.Current.CancellationToken);

        // Behind each other: the purge has looked before the release is written, and erases after it.
        var released = site.Services.GetRequiredService<EnquiryDesk>().ReleaseAsync(Reference.Parse(reference)!, TestContext.Current.CancellationToken);
        var purged = site.Services.GetRequiredService<Retention>().PurgeAsync(TestContext.Current.CancellationToken);
        busy.SetResult();
        await Task.WhenAll(before, released, purged);

        Assert.Equal(0, await purged);
        Assert.Equal(EnquiryStatus.Released, (await site.RowAsync(reference)).Status);
    }

    [Fact]
    public async Task Erase_WithoutConfirmation_ErasesNothing()
    {
        var reference = await _site.AskAsync();

        foreach (var which in new[] { "--contact 01632-960-001", reference })
        {
            var (exitCode, output) = await RunAsync($"enquiries erase {which}");

            Assert.Equal(1, exitCode);
            Assert.Contains(reference, output, StringComparison.Ordinal);
            Assert.Contains("Nothing was erased", output, StringComparison.Ordinal);
            await _site.RowAsync(reference);
        }
    }

    [Theory]
    [InlineData("enquiries erase --contact nobody@patients.example.org --yes")]
    [InlineData("enquiries export --contact 0", Explicit = true)]
    public async Task Find_AContactThatIsNotKept_SaysSo(string command)
    {
        await _site.AskAsync();

        var (exitCode, output) = await RunAsync(command);

        Assert.Equal(1, exitCode);
        Assert.Contains("Nothing is kept with that contact", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ByContact_HoldsAllThatWasWritten()
    {
        var reference = await AskByEmailAsync("Amina@Patients.example.org");
        await _site.AskAsync("Of somebody else", alreadySent: 2);

        var (exitCode, output) = await RunAsync("enquiries export --contact amina@patients.example.org");

        Assert.True(exitCode == 0, output);
        Assert.Contains(reference, output, StringComparison.Ordinal);
        Assert.Contains("Amina@Patients.example.org", output, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody else", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ForPeople_CanBeReadAsItWasWritten()
    {
        await _site.AskAsync("Zoë's café <3 \"日本\"");

        var (_, json) = await RunAsync("enquiries export --contact 01632960001");
        var (_, table) = await RunAsync("enquiries export --contact 01632960001 --csv");

        Assert.Contains("Zoë's café <3 \\\"日本\\\"", json, StringComparison.Ordinal);
        Assert.Contains("Zoë's café <3 \"\"日本\"\"", table, StringComparison.Ordinal);
        Assert.StartsWith("\uFEFFReference,", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1+1", "\"'+1+1\"")]
    [InlineData("-2", "\"'-2\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("plain, with a comma", "\"plain, with a comma\"")]
    public async Task Export_ForASpreadsheet_RunsNoFormula(string message, string cell)
    {
        await _site.AskAsync(message);

        var (_, output) = await RunAsync("enquiries export --contact 01632960001 --csv");

        Assert.EndsWith($"{cell},\"{ConsentWording.Agreed(ConsentWording.Version).Replace("\"", "\"\"", StringComparison.Ordinal)}\"", output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    // Days since it arrived (and was settled on that day), and whether it is still kept then.
    [InlineData(DeskState.Answered, EnquiryStatus.Clean, 89, true)]
    [InlineData(DeskState.Answered, EnquiryStatus.Clean, 90, false)]
    [InlineData(DeskState.Closed, EnquiryStatus.Quarantined, 90, false)]
    [InlineData(DeskState.New, EnquiryStatus.Quarantined, 29, true)]
    // No digest has told of these two.
    [InlineData(DeskState.New, EnquiryStatus.Quarantined, 400, true)]
    [InlineData(DeskState.New, EnquiryStatus.Clean, 400, true)]
    public async Task Keep_AnEnquiry_ForItsTimeAlone(DeskState desk, EnquiryStatus status, int days, bool isKept)
    {
        await _site.AskAsync();
        await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.Desk, desk).SetProperty(enquiry => enquiry.Status, status)
                .SetProperty(enquiry => enquiry.DeskChanged, desk == DeskState.New ? null : Site.Start),
            TestContext.Current.CancellationToken));
        // Not passed: no digest goes out.
        _site.Clock.SetUtcNow(Site.Start.AddDays(days));

        // The site's own loop may have been quicker, which comes to the same.
        await _site.Services.GetRequiredService<Retention>().PurgeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(isKept ? 1 : 0, await _site.ReadAsync(database => database.Enquiries.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Erase_AnUnansweredEnquiry_OnlyAfterTheDigestHasWarned()
    {
        var reference = await _site.AskAsync();
        _site.Pass(TimeSpan.FromDays(179));
        await _site.Log.SawAsync("Digest sent", times: 2);
        var digest = _site.LastMail("Enquiries:");
        Assert.Contains("It is erased after 31 October 2026", digest.TextBody, StringComparison.Ordinal);

        _site.Pass(TimeSpan.FromDays(1));
        await _site.Log.SawAsync("Digest sent", times: 4);
        _site.Pass(TimeSpan.FromHours(1));
        await _site.Log.SawAsync("1 enquiries erased after their time");

        Assert.Empty(await _site.ReadAsync(database => database.Enquiries.ToListAsync(TestContext.Current.CancellationToken)));
        Assert.DoesNotContain(_site.Mails(), mail => mail.Subject!.Contains(reference, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u202aamina@patients.example.org\u202c")]
    [InlineData("amina@patients.exam\u200bple.org")]
    [InlineData("\ufeffAmina@patients.example.org")]
    public async Task Find_ByAnAddressThatWasPastedWithInvisibleCharacters_FindsIt(string pasted)
    {
        var reference = Reference.Parse(await AskByEmailAsync(pasted));
        var desk = _site.Services.GetRequiredService<EnquiryDesk>();

        foreach (var contact in new[] { pasted, "amina@patients.example.org" })
        {
            var found = Assert.Single(await desk.FindByContactAsync(contact, TestContext.Current.CancellationToken));
            Assert.Equal(reference, found.Reference);
            Assert.Equal("amina@patients.example.org", desk.Open(found).Email, ignoreCase: true);
        }
    }

    /// <summary>No digest named it while it was set aside.</summary>
    [Fact]
    public async Task Keep_AnEnquiryReleasedLate_UntilADigestHasWarnedOfIt()
    {
        await _site.AskAsync();
        await _site.ReadAsync(database => database.Deliveries.ExecuteUpdateAsync(
            row => row.SetProperty(mail => mail.State, DeliveryState.Sent).SetProperty(mail => mail.Sent, Site.Start.AddDays(185)).SetProperty(mail => mail.Owed, Site.Start.AddDays(185)),
            TestContext.Current.CancellationToken));
        await AddDigestAsync(Site.Start.AddDays(170));
        _site.Clock.SetUtcNow(Site.Start.AddDays(190));

        Assert.Equal(1, await LeftAfterPurgeAsync());
        await AddDigestAsync(Site.Start.AddDays(186));
        Assert.Equal(0, await LeftAfterPurgeAsync());
    }

    /// <summary>No digest named it while it counted as answered.</summary>
    [Fact]
    public async Task Keep_AnEnquiryReopenedLate_UntilADigestHasWarnedOfIt()
    {
        await _site.AskAsync();
        await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.DeskChanged, Site.Start.AddDays(185)), TestContext.Current.CancellationToken));
        await AddDigestAsync(Site.Start.AddDays(170));
        _site.Clock.SetUtcNow(Site.Start.AddDays(190));

        Assert.Equal(1, await LeftAfterPurgeAsync());
        await AddDigestAsync(Site.Start.AddDays(186));
        Assert.Equal(0, await LeftAfterPurgeAsync());
    }

    [Fact]
    public async Task Erase_AnEnquirySetAside_OnlyAfterADigestHasToldOfIt()
    {
        await _site.AskAsync();
        await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.Status, EnquiryStatus.Quarantined), TestContext.Current.CancellationToken));
        await _site.ReadAsync(database => database.Deliveries.ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        await AddDigestAsync(Site.Start.AddDays(-1));
        _site.Clock.SetUtcNow(Site.Start.AddDays(31));

        Assert.Equal(1, await LeftAfterPurgeAsync());
        await AddDigestAsync(Site.Start.AddDays(1));
        Assert.Equal(0, await LeftAfterPurgeAsync());
    }

    /// <summary>A mail that can never go out must not keep what the privacy page promises to erase; one that nobody was told of is kept.</summary>
    [Theory]
    [InlineData(DeskState.Answered, 2, false)]
    [InlineData(DeskState.New, 1, false)]
    [InlineData(DeskState.New, 2, true)]
    public async Task Keep_AnEnquiryWhoseMailsStillWait_OnlyWhileNobodyWasTold(DeskState desk, int blocked, bool isKept)
    {
        await _site.AskAsync();
        await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.Desk, desk).SetProperty(enquiry => enquiry.DeskChanged, desk == DeskState.New ? null : Site.Start), TestContext.Current.CancellationToken));
        await _site.ReadAsync(database => database.Deliveries.Where(mail => mail.Kind == DeliveryKind.StaffNotice).OrderByDescending(mail => mail.RecipientSlot).Take(blocked).ExecuteUpdateAsync(
            row => row.SetProperty(mail => mail.State, DeliveryState.Blocked).SetProperty(mail => mail.NextAttempt, Site.Start.AddDays(1000).AddHours(1)), TestContext.Current.CancellationToken));
        await AddDigestAsync(Site.Start.AddDays(170));
        _site.Clock.SetUtcNow(Site.Start.AddDays(1000));

        Assert.Equal(isKept ? 1 : 0, await LeftAfterPurgeAsync());
    }

    private async Task<int> LeftAfterPurgeAsync()
    {
        // The site's own loop may have been quicker, which comes to the same.
        await _site.Services.GetRequiredService<Retention>().PurgeAsync(TestContext.Current.CancellationToken);
        return await _site.ReadAsync(database => database.Enquiries.CountAsync(TestContext.Current.CancellationToken));
    }

    private Task<int> AddDigestAsync(DateTimeOffset sent) => _site.ReadAsync(database =>
    {
        var digest = database.Deliveries.Add(Delivery.DigestTo(0, "example.org", sent));
        digest.Property(mail => mail.State).CurrentValue = DeliveryState.Sent;
        digest.Property(mail => mail.Sent).CurrentValue = sent;
        return database.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    private async Task<string> AskByEmailAsync(string address)
    {
        using var answer = await new FormOnPage(await _site.PageAsync("/consultation")).FillValid(email: address).SendAsync(_site.Http);
        return answer.Headers.Location!.ToString().Split('/')[^1];
    }

    private Task<DataFolder> CopyAsync() => DataFolder.CopyOfAsync(_site.Folder);

    private static bool Holds(DataFolder folder, byte[] trace) =>
        Directory.EnumerateFiles(folder.Folder, "clinic.db*").Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(trace) >= 0);

    private Task<(int ExitCode, string Output)> RunAsync(string command) =>
        ProgramRun.CommandAsync(command, new(StringComparer.Ordinal) { ["Data:Folder"] = _site.Folder });
}
