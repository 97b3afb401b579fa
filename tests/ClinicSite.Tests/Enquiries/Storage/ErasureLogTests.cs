using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Storage;

public sealed class ErasureLogTests
{
    private static readonly Guid First = new("01890000-0000-7000-8000-000000000001");
    private static readonly Guid Second = new("01890000-0000-7000-8000-000000000002");

    [Fact]
    public async Task Append_AfterACrashWithinALine_LosesNoOtherLine()
    {
        await using var site = Site.Open();
        var log = site.Services.GetRequiredService<ErasureLog>();
        var file = Path.Combine(site.Folder, "backups", "erasures.jsonl");

        await log.AppendAsync([First], TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(file, "{\"at\":\"2026-05-04T09:0", TestContext.Current.CancellationToken);
        await log.AppendAsync([Second], TestContext.Current.CancellationToken);

        var rows = await ErasureLog.ReadAsync(Path.GetDirectoryName(file)!, TestContext.Current.CancellationToken);
        Assert.Equal([First, Second], rows.Order());
        Assert.Equal([First, Second], (await ErasureLog.ReadAsync(site.Folder, TestContext.Current.CancellationToken)).Order());
        Assert.Equal($$"""{"at":"2026-05-04T09:00:00+00:00","rows":["{{First}}"]}""", (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken))[0]);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("./")]
    public async Task Append_WithTheBackupsInTheDataFolder_WritesTheOneListThereIs(string backups)
    {
        await using var site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Backup:Folder"] = backups });

        await site.Services.GetRequiredService<ErasureLog>().AppendAsync([First], TestContext.Current.CancellationToken);

        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(site.Folder, "erasures.jsonl"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Append_WhereNothingCanBeWritten_RefusesTheErasure()
    {
        await using var site = Site.Open();
        await File.WriteAllTextAsync(Path.Combine(site.Folder, "backups"), "a file where the folder should be", TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StorageException>(() => site.Services.GetRequiredService<ErasureLog>().AppendAsync([First], TestContext.Current.CancellationToken));

        Assert.Contains("Nothing was erased", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A restore goes by both: a line in one of them alone would erase what was not erased and lives on.</summary>
    [Fact]
    public async Task Append_WhereOneListCannotBeWritten_WritesNoneOfThem()
    {
        await using var site = Site.Open();
        var log = site.Services.GetRequiredService<ErasureLog>();
        await log.AppendAsync([First], TestContext.Current.CancellationToken);
        var besideDatabase = Path.Combine(site.Folder, "erasures.jsonl");
        File.Delete(besideDatabase);
        Directory.CreateDirectory(besideDatabase);

        await Assert.ThrowsAsync<StorageException>(() => log.AppendAsync([Second], TestContext.Current.CancellationToken));

        Assert.Equal([First], await ErasureLog.ReadAsync(Path.Combine(site.Folder, "backups"), TestContext.Current.CancellationToken));
    }
}
