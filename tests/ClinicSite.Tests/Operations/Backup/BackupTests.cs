using ClinicSite.Operations.Backup;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Operations.Backup;

/// <summary>Backups that the site makes by itself, and the command.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Serve_WithEnquiries_BacksUpEveryHour()
    {
        // There is something to back up when the site first looks, whether it looks before or after the first visitor comes.
        await _data.FillAsync(2);
        await using var site = _data.Open();
        var status = site.Services.GetRequiredService<BackupStatus>();
        await site.Log.SawAsync("Backup made");
        await DataFolder.AskAsync(site);
        site.Clock.Advance(TimeSpan.FromMinutes(61));
        await site.Log.SawAsync("Backup made", times: 2);

        var files = Backups();
        Assert.Equal([2, 3], files.Select(DataFolder.Enquiries));
        Assert.Equal(["clinic-20260504T090000Z.db", "clinic-20260504T100100Z.db"], files.Select(file => Path.GetFileName(file)));
        Assert.Equal(site.Clock.GetUtcNow(), status.LastGood);
        Assert.False(status.IsOverdue(site.Clock.GetUtcNow()));
        Assert.True(status.IsOverdue(site.Clock.GetUtcNow().AddHours(25)));
    }

    [Fact]
    public async Task Serve_AgainWithinTheHour_MakesNoOther()
    {
        await using (var site = _data.Open())
        {
            await DataFolder.AskAsync(site);
            site.Clock.Advance(TimeSpan.FromMinutes(5));
            await site.Log.SawAsync("Backup made");
        }

        await using (var site = _data.Open(Site.Start.AddMinutes(40)))
        {
            await site.Services.GetRequiredService<BackupPass>().RunAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(Backups());
    }

    [Fact]
    public async Task Serve_WithTheClockSetBack_GoesOnBackingUp()
    {
        await using (var site = _data.Open(Site.Start.AddDays(3)))
        {
            await DataFolder.AskAsync(site);
            site.Clock.Advance(TimeSpan.FromMinutes(5));
            await site.Log.SawAsync("Backup made");
        }

        await using (var site = _data.Open())
        {
            await site.Log.SawAsync("Backup made");
        }

        Assert.Equal(2, Backups().Count);
    }

    [Fact]
    public async Task Serve_WithNothingToBackUp_MakesNoneAndIsNotOverdue()
    {
        // By hand: nothing but these two looks tells the status.
        await using var site = _data.Open(settings: new(StringComparer.Ordinal) { ["Backup:Enabled"] = "false" });
        var pass = site.Services.GetRequiredService<BackupPass>();

        await pass.RunAsync(TestContext.Current.CancellationToken);
        site.Clock.Advance(TimeSpan.FromDays(3));
        await pass.RunAsync(TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(_data.Backups));
        Assert.False(site.Services.GetRequiredService<BackupStatus>().IsOverdue(site.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Serve_WhenBackupsFail_SaysWhyGoesOnAndIsOverdueAfterADay()
    {
        await _data.FillAsync();
        await File.WriteAllTextAsync(_data.Backups, "a file where the folder should be", TestContext.Current.CancellationToken);
        await using var site = _data.Open();
        var status = site.Services.GetRequiredService<BackupStatus>();
        await site.Log.SawAsync("No backup can be written to");
        Assert.False(status.IsOverdue(site.Clock.GetUtcNow()));

        site.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await site.Log.SawAsync("No backup can be written to", times: 2);
        Assert.True(status.IsOverdue(site.Clock.GetUtcNow()));

        File.Delete(_data.Backups);
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        await site.Log.SawAsync("Backup made");
        Assert.False(status.IsOverdue(site.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task BackUp_BesideASiteThatServes_HoldsTheRowsThatAreStillInTheLog()
    {
        await using var site = _data.Open(settings: new(StringComparer.Ordinal) { ["Backup:Enabled"] = "false" });
        await DataFolder.AskAsync(site, 4);
        Assert.True(new FileInfo(_data.Database + "-wal").Length > 0);

        var made = await _data.RunAsync("backup");

        var backup = Assert.Single(Backups());
        made.IsDone($"Backup made: {backup} (").IsDone("Copying ");
        Assert.Equal(4, DataFolder.Enquiries(backup));
        Assert.Empty(Directory.GetFiles(_data.Backups, "*.partial"));
    }

    [Fact]
    public async Task BackUp_AfterACrashWithinABackup_RemovesWhatWasLeft()
    {
        await _data.FillAsync();
        Directory.CreateDirectory(_data.Backups);
        var left = Path.Combine(_data.Backups, "clinic-20260504T080000Z.db.partial");
        await File.WriteAllTextAsync(left, "half", TestContext.Current.CancellationToken);

        (await _data.RunAsync("backup")).IsDone("Backup made");

        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task BackUp_WithoutADatabase_SaysSo() => (await _data.RunAsync("backup")).IsRefusal("There is no database at");

    private List<string> Backups() => [.. Directory.GetFiles(_data.Backups, "clinic-*.db").Order(StringComparer.Ordinal)];
}
