using System.Text.Json;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries.Desk;

/// <summary>Commands run as processes of their own beside a site that serves.</summary>
public sealed class EnquiryCommandTests : IAsyncDisposable
{
    private Site _site = Site.Open();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task List_BesideARunningSite_ShowsReferencesAndNothingThatWasWritten()
    {
        var reference = await _site.AskAsync("Private words");

        var (exitCode, output) = await RunAsync("enquiries list");

        Assert.True(exitCode == 0, output);
        Assert.Contains(reference, output, StringComparison.Ordinal);
        Assert.Contains("2026-05-04 10:00", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Private", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_AsJson_IsOneDocument()
    {
        var reference = await _site.AskAsync();

        var (_, output) = await RunAsync("enquiries list --only new --json");

        var line = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal(reference, line.GetProperty("reference").GetString());
        Assert.Equal("sent", line.GetProperty("mail").GetString());
    }

    /// <summary>What still has to be done is never cut off: the digest sends staff here for the rest.</summary>
    [Fact]
    public async Task List_MoreThanAScreenful_CutsOnlyTheListOfEverything()
    {
        var form = new FormOnPage(await _site.PageAsync("/consultation")).FillValid();
        for (var asked = 0; asked < 51; asked++)
        {
            using var answer = await form.Type("Your message", $"Question {asked}").SendAsync(_site.Http);
        }

        var (all, cut) = await PipeAsync("enquiries list --json");
        var (unanswered, whole) = await PipeAsync("enquiries list --only new --json");

        Assert.Equal(("The newest 50 of 51; --most shows more.", ""), (cut, whole));
        Assert.Equal((50, 51), (JsonDocument.Parse(all).RootElement.GetArrayLength(), JsonDocument.Parse(unanswered).RootElement.GetArrayLength()));
    }

    /// <summary>An enquiry listed for its mail says which mail it is: staff may have theirs while the patient's note waits.</summary>
    [Theory]
    [InlineData(DeliveryKind.Acknowledgement, "note to patient: blocked")]
    [InlineData(DeliveryKind.StaffNotice, "blocked")]
    public async Task List_WhatIsUndelivered_SaysWhichMailWaits(DeliveryKind kind, string told)
    {
        var form = new FormOnPage(await _site.PageAsync("/consultation")).FillValid();
        using var answer = await form.SendAsync(_site.Http);
        await _site.Log.SawAsync("Acknowledgement sent");
        await _site.Log.SawAsync("StaffNotice sent", times: 2);
        await _site.ReadAsync(database => database.Deliveries.Where(delivery => delivery.Kind == kind).ExecuteUpdateAsync(
            row => row.SetProperty(delivery => delivery.State, DeliveryState.Blocked).SetProperty(delivery => delivery.NextAttempt, _site.Clock.GetUtcNow().AddHours(6)),
            TestContext.Current.CancellationToken));

        var (_, output) = await RunAsync("enquiries list --only undelivered --json");

        Assert.Equal(told, Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray()).GetProperty("mail").GetString());
    }

    /// <summary>A digest is about no enquiry, and an empty list must mean that everything has gone out.</summary>
    [Fact]
    public async Task List_WhatIsUndelivered_NamesTheMailboxThatTookNoDigest()
    {
        await _site.ReadAsync(database =>
        {
            foreach (var (slot, failure) in new[] { (0, null), (1, "recipient 550 5.1.1") })
            {
                var digest = database.Deliveries.Add(Delivery.DigestTo(slot, "example.org", Site.Start));
                digest.Property(mail => mail.NextAttempt).CurrentValue = Site.Start.AddHours(6);
                digest.Property(mail => mail.LastFailure).CurrentValue = failure;
            }

            return database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal(("No enquiries.", "A digest waits for Email:Staff:1 (recipient 550 5.1.1)."), await PipeAsync("enquiries list --only undelivered"));
        Assert.Equal(("No enquiries.", ""), await PipeAsync("enquiries list"));
    }

    /// <summary>Else what is written with "=" behind it would be taken for a setting, and a trial run be a real one.</summary>
    [Fact]
    public async Task List_WithASettingBeforeTheCommand_ReadsItsOptions()
    {
        var reference = await _site.AskAsync();

        var (exitCode, output) = await RunAsync($"--Data:Folder={_site.Folder} enquiries list --only=quarantined");

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain(reference, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("abc")]
    [InlineData("99999999999", Explicit = true)]
    public async Task List_AtMostNoneOrNoNumber_IsRefused(string most)
    {
        var (exitCode, output) = await RunAsync($"enquiries list --most {most}");

        Assert.Equal(1, exitCode);
        Assert.Contains("--most must be a number, 1 or more.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_AReferenceTypedCarelessly_ShowsEverything()
    {
        var reference = await _site.AskAsync("First line\nSecond line");

        var (exitCode, output) = await RunAsync($"enquiries show {reference.ToLowerInvariant()[3..].Replace("-", "", StringComparison.Ordinal)}");

        Assert.True(exitCode == 0, output);
        Assert.Contains("Amina Okafor", output, StringComparison.Ordinal);
        Assert.Contains("Second line", output, StringComparison.Ordinal);
        Assert.Contains("StaffNotice to Email:Staff:0: Sent after 1 attempts", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answered", DeskState.Answered)]
    [InlineData("close", DeskState.Closed, Explicit = true)]
    public async Task Settle_AnEnquiry_IsNoted(string command, DeskState state)
    {
        var reference = await _site.AskAsync();

        var (exitCode, output) = await RunAsync($"enquiries {command} {reference}");

        Assert.True(exitCode == 0, output);
        Assert.Equal(state, (await _site.RowAsync(reference)).Desk);
    }

    [Theory]
    [InlineData(DeskState.Answered)]
    [InlineData(DeskState.Closed, Explicit = true)]
    public async Task Reopen_OneThatWasSettledByMistake_IsNewAndStillSetAside(DeskState mistake)
    {
        var reference = await _site.AskAsync();
        await _site.QuarantineAsync(reference);
        await _site.ReadAsync(database => database.Enquiries.ExecuteUpdateAsync(
            row => row.SetProperty(enquiry => enquiry.Desk, mistake).SetProperty(enquiry => enquiry.DeskChanged, Site.Start), TestContext.Current.CancellationToken));

        Assert.Equal((0, $"{reference} is new again."), await RunAsync($"enquiries reopen {reference}"));

        var row = await _site.RowAsync(reference);
        Assert.Equal((DeskState.New, EnquiryStatus.Quarantined), (row.Desk, row.Status));
        Assert.True(row.DeskChanged > Site.Start);
    }

    [Fact]
    public async Task Release_AQuarantinedEnquiry_TellsStaff()
    {
        // A command reads the real clock, and what it makes due is due by it.
        await _site.DisposeAsync();
        _site = Site.Open(now: TimeProvider.System.GetUtcNow());
        var reference = await _site.AskAsync();
        await _site.QuarantineAsync(reference);

        var (exitCode, output) = await RunAsync($"enquiries release {reference}");
        _site.Pass(TimeSpan.FromMinutes(3));
        await _site.Log.SawAsync("StaffNotice sent", times: 4);

        Assert.True(exitCode == 0, output);
        Assert.Equal(EnquiryStatus.Released, (await _site.RowAsync(reference)).Status);
    }

    [Fact]
    public async Task Retry_WithNothingWaiting_SaysSo()
    {
        var (exitCode, output) = await RunAsync("enquiries retry");

        Assert.Equal((0, "0 waiting mails are due now."), (exitCode, output));
    }

    [Fact(Explicit = true)]
    public async Task Purge_WhatHasBeenKeptForItsTime_ErasesItAndOnlySaysSoWhenAsked()
    {
        // A command reads the real clock.
        await _site.DisposeAsync();
        _site = Site.Open(now: TimeProvider.System.GetUtcNow().AddDays(-91));
        var settled = await _site.AskAsync();
        var waiting = await _site.AskAsync("Still open", alreadySent: 2);
        await RunAsync($"enquiries answered {settled}");
        await _site.ReadAsync(database => database.Enquiries.Where(enquiry => enquiry.Desk == DeskState.Answered)
            .ExecuteUpdateAsync(row => row.SetProperty(enquiry => enquiry.DeskChanged, _site.Clock.GetUtcNow()), TestContext.Current.CancellationToken));

        Assert.Equal((0, "1 enquiries would be erased."), await RunAsync("enquiries purge --dry-run"));
        await _site.RowAsync(settled);
        Assert.Equal((0, "1 enquiries were erased."), await RunAsync("enquiries purge"));

        Assert.Equal(Reference.Parse(waiting), await _site.ReadAsync(database => database.Enquiries.Select(enquiry => enquiry.Reference).SingleAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("enquiries show EB-0000-0000", "There is no enquiry EB-0000-0000.")]
    [InlineData("enquiries show rubbish", "There is no enquiry rubbish.", Explicit = true)]
    [InlineData("enquiries answered EB-0000-0000", "There is no enquiry EB-0000-0000.", Explicit = true)]
    [InlineData("enquiries close EB-0000-0000", "There is no enquiry EB-0000-0000.", Explicit = true)]
    [InlineData("enquiries reopen EB-0000-0000", "There is no enquiry EB-0000-0000.", Explicit = true)]
    [InlineData("enquiries release EB-0000-0000", "There is no enquiry EB-0000-0000.", Explicit = true)]
    [InlineData("enquiries erase EB-0000-0000 --yes", "There is no enquiry EB-0000-0000.")]
    [InlineData("enquiries list --only rubbish", "'quarantined'")]
    [InlineData("enquiries list --only 3", "'quarantined'")]
    [InlineData("enquiries list --only 99", "'quarantined'", Explicit = true)]
    [InlineData("enquiries", "Required command was not provided.", Explicit = true)]
    public async Task Run_AMistake_IsNamedAndFails(string command, string said)
    {
        var (exitCode, output) = await RunAsync(command);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task Settle_WhileAnotherProgramHoldsTheDatabase_FailsInWordsAndChangesNothing()
    {
        var reference = await _site.AskAsync();
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_site.Folder, "clinic.db")};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            var (exitCode, output) = await RunAsync($"enquiries answered {reference}");

            new RunEnd(exitCode, output).IsRefusal("The database could not be written.");
        }

        Assert.Equal(DeskState.New, (await _site.RowAsync(reference)).Desk);
    }

    private Task<(int ExitCode, string Output)> RunAsync(string command) => ProgramRun.CommandAsync(command, Settings());

    private Task<(string Output, string Errors)> PipeAsync(string command) => ProgramRun.PipeAsync(command, Settings());

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal) { ["Data:Folder"] = _site.Folder };
}
