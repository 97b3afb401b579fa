using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>A database of an older version is brought up to date, one of a newer version is left alone.</summary>
public sealed class DatabaseVersionTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Known_IsEveryMigrationThereIs()
    {
        await using var site = _data.Open();

        var migrations = await site.ReadAsync(database => Task.FromResult(database.Database.GetMigrations().ToList()));

        Assert.Equal(migrations, SchemaUpgrade.Known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_OnAnOlderDatabase_BacksItUpThenBringsItUpToDate()
    {
        var versions = await MakeOlderAsync();

        await using (var site = _data.Open())
        {
            await site.Log.SawAsync("before it is brought up to date");
        }

        Assert.Equal(versions, DataFolder.Ask(_data.Database, "SELECT count(*) FROM __EFMigrationsHistory"));
        var backup = Assert.Single(Directory.GetFiles(_data.Backups, "clinic-*-before-upgrade.db"));
        Assert.Equal(1, DataFolder.Ask(backup, "SELECT count(*) FROM __EFMigrationsHistory"));
        Assert.Equal(2, DataFolder.Enquiries(backup));
    }

    [Fact]
    public async Task Start_AfterAKillWithinTheUpgrade_DoesNotWaitForTheDeadProgramsLock()
    {
        var versions = await MakeOlderAsync();
        DataFolder.Ask(_data.Database, "INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-05-04 08:59:00'); SELECT 0");

        await using var site = await Task.Run(() => _data.Open()).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        await site.Log.SawAsync("its lock is released");
        Assert.Equal(versions, DataFolder.Ask(_data.Database, "SELECT count(*) FROM __EFMigrationsHistory"));
    }

    [Fact(Explicit = true)]
    public async Task Start_OnADatabaseThatCannotBeBackedUp_ChangesNothing()
    {
        await MakeOlderAsync();
        await File.WriteAllTextAsync(_data.Backups, "a file where the folder should be", TestContext.Current.CancellationToken);

        (await _data.RunAsync()).IsRefusal("No backup can be written to");

        Assert.Equal(1, DataFolder.Ask(_data.Database, "SELECT count(*) FROM __EFMigrationsHistory"));
    }

    [Fact(Explicit = true)]
    public async Task Open_ANewerDatabase_IsRefusedForServingAndForCommands()
    {
        await _data.FillAsync();
        (await _data.RunAsync("backup")).IsDone("Backup made");
        var backup = Directory.GetFiles(_data.Backups, "clinic-*.db")[0];
        foreach (var database in new[] { _data.Database, backup })
        {
            DataFolder.Ask(database, "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99.0.0'); SELECT 0");
        }

        (await _data.RunAsync()).IsRefusal("was made by a newer version of this program (it has \"29991231000000_Future\"");
        (await _data.RunAsync("enquiries", "list")).IsRefusal("was made by a newer version of this program");
        (await _data.RunAsync("restore", "--check")).IsRefusal("was made by a newer version of this program");
        Assert.Empty(_data.SetAside);
    }

    /// <summary>Two enquiries in a database as the first version of the program made it.</summary>
    /// <returns>How many versions there are by now.</returns>
    private async Task<int> MakeOlderAsync()
    {
        await using var site = _data.Open(settings: new(StringComparer.Ordinal) { ["Backup:Enabled"] = "false" });
        await DataFolder.AskAsync(site, 2);
        return await site.ReadAsync(async database =>
        {
            var versions = database.Database.GetMigrations().ToList();
            await database.GetService<IMigrator>().MigrateAsync(versions[0], TestContext.Current.CancellationToken);
            return versions.Count;
        });
    }
}
