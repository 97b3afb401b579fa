using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Operations.Backup;

public sealed class RestoreTests : IDisposable
{
    private readonly DataFolder _data = new();
    private readonly DataFolder _elsewhere = new();

    public void Dispose()
    {
        _data.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Restore_AnOlderBackup_ErasesAgainWhatWasErasedSince()
    {
        await _data.FillAsync(3);
        var backup = await BackUpAsync();
        byte[] ciphertext = [];
        await using (var site = _data.Open(settings: new(StringComparer.Ordinal) { ["Backup:Enabled"] = "false" }))
        {
            var erased = await site.ReadAsync(database => database.Enquiries.AsNoTracking().OrderBy(enquiry => enquiry.Id).FirstAsync(TestContext.Current.CancellationToken));
            ciphertext = erased.Details.Ciphertext;
            await site.Services.GetRequiredService<DatabaseWriter>().WriteAsync(
                async (database, cancellation) =>
                {
                    await site.Services.GetRequiredService<ErasureLog>().AppendAsync([erased.Id], cancellation);
                    return await database.Enquiries.Where(enquiry => enquiry.Id == erased.Id).ExecuteDeleteAsync(cancellation);
                },
                TestContext.Current.CancellationToken);
            await DataFolder.AskAsync(site, 2);
        }

        Assert.True(Holds(backup, ciphertext));
        // The disk with the backups was another one then.
        File.Delete(Path.Combine(_data.Backups, "erasures.jsonl"));
        (await _data.RunAsync("restore", backup)).IsDone("Enquiries: 3").IsDone("erased after this backup: 1.").IsDone("Restored.");

        Assert.Equal(2, DataFolder.Enquiries(_data.Database));
        Assert.Equal(0, DataFolder.Ask(_data.Database, "SELECT count(*) FROM delivery WHERE EnquiryId NOT IN (SELECT Id FROM enquiry)"));
        Assert.False(Holds(_data.Database, ciphertext));
        Assert.Equal(4, DataFolder.Enquiries(Assert.Single(_data.SetAside)));
        await using var restored = _data.Open();
        await DataFolder.AskAsync(restored);
    }

    [Fact]
    public async Task Restore_WhileASiteServes_IsRefused()
    {
        await using var site = _data.Open();
        await DataFolder.AskAsync(site);
        var backup = await BackUpAsync();

        (await _data.RunAsync("restore", backup)).IsRefusal("Another copy of the site is already running");

        Assert.Empty(_data.SetAside);
        await DataFolder.AskAsync(site);
    }

    [Fact(Explicit = true)]
    public async Task Restore_BesideTheLogOfAKilledSite_DoesNotApplyThatLog()
    {
        await _data.FillAsync();
        var backup = await BackUpAsync();
        await using (var run = ProgramRun.Start("Development", new(StringComparer.Ordinal) { ["Data:Folder"] = _data.Folder }))
        {
            using var visitor = await run.VisitorAsync();
            using var page = await visitor.GetAsync(new Uri("/consultation", UriKind.Relative), TestContext.Current.CancellationToken);
            using var answer = await new FormOnPage(await Site.HtmlOf(page)).FillValid().SendAsync(visitor);
            await run.KillAsync();
        }

        Assert.True(new FileInfo(_data.Database + "-wal").Length > 0);
        (await _data.RunAsync("restore", backup)).IsDone("Restored.");

        Assert.Equal(1, DataFolder.Enquiries(_data.Database));
        Assert.Null(IntegrityCheck.Find(_data.Database, thorough: true));
        Assert.Equal(2, DataFolder.Enquiries(Assert.Single(_data.SetAside)));
    }

    [Fact(Explicit = true)]
    public async Task Restore_OnANewMachine_NeedsTheBackupAndTheKeys()
    {
        await _data.FillAsync(2);
        var backup = await BackUpAsync();

        (await _elsewhere.RunAsync("restore", backup)).IsRefusal("details-1.key is missing");
        Assert.False(File.Exists(_elsewhere.Database));
        CopyKeys();
        (await _elsewhere.RunAsync("restore", backup)).IsDone("Enquiries: 2");

        var list = await _elsewhere.RunAsync("enquiries", "list", "--json");
        var reference = System.Text.RegularExpressions.Regex.Match(list.Output, "EB-....-....", default, TimeSpan.FromSeconds(1)).Value;
        (await _elsewhere.RunAsync("enquiries", "show", reference)).IsDone("amina@patients.example.org");
    }

    [Fact(Explicit = true)]
    public async Task Check_AGoodBackup_SaysWhatItHoldsAndChangesNothing()
    {
        await _data.FillAsync(2);
        var backup = await BackUpAsync();
        var before = Directory.GetFiles(_data.Folder, "*", SearchOption.AllDirectories);

        (await _data.RunAsync("restore", "--check")).IsDone($"Checking {backup}").IsDone("Enquiries: 2").IsDone("It can be restored here.");

        Assert.Equal(before, Directory.GetFiles(_data.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact(Explicit = true)]
    public async Task Check_ABackupThatCannotBeRestored_SaysWhy()
    {
        await _data.FillAsync(2);
        (await _data.RunAsync("restore", "--check")).IsRefusal("There is no backup in");
        var backup = await BackUpAsync();
        await _elsewhere.FillAsync();

        (await _data.RunAsync("restore", "--check", "nowhere.db")).IsRefusal("There is no backup at");
        (await _elsewhere.RunAsync("restore", "--check", backup)).IsRefusal("they belong to another database");
        await using (var file = new FileStream(backup, FileMode.Open, FileAccess.Write))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            file.Write([.. Enumerable.Repeat((byte)0xFF, 8192)]);
        }

        (await _data.RunAsync("restore", "--check", backup)).IsRefusal("is damaged (");
        (await _data.RunAsync("restore", backup)).IsRefusal("is damaged (");
        Assert.Equal(2, DataFolder.Enquiries(_data.Database));
        (await _data.RunAsync("restore")).IsRefusal("Say one of: restore FILE");
    }

    private async Task<string> BackUpAsync()
    {
        (await _data.RunAsync("backup")).IsDone("Backup made");
        return Directory.GetFiles(_data.Backups, "clinic-*.db").Max(StringComparer.Ordinal)!;
    }

    private void CopyKeys()
    {
        var keys = Directory.CreateDirectory(Path.Combine(_elsewhere.Folder, "keys"));
        foreach (var key in Directory.GetFiles(Path.Combine(_data.Folder, "keys")))
        {
            File.Copy(key, Path.Combine(keys.FullName, Path.GetFileName(key)));
        }
    }

    private static bool Holds(string file, byte[] content) => File.ReadAllBytes(file).AsSpan().IndexOf(content) >= 0;
}
