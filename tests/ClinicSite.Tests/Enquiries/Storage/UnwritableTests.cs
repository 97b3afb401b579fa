using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>What cannot be written, or not even seen: the start says so in words. Under a visitor's hands it is <c>StorageFaultTests</c>' matter.</summary>
public sealed class UnwritableTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact(Explicit = true)]
    public async Task Start_OnAReadOnlyDatabase_SaysSoAndSetsNothingAside()
    {
        SkipOnWindows();
        await _data.FillAsync();
        SetMode(_data.Database, UnixFileMode.UserRead);

        (await _data.RunAsync(mayOverrideModes: false)).IsRefusal($"The database {_data.Database} is read-only for this program");

        Assert.Empty(_data.SetAside);
        Assert.Equal(1, DataFolder.Enquiries(_data.Database));
    }

    [Fact(Explicit = true)]
    public async Task Start_InAFolderThatCannotBeWritten_NamesIt()
    {
        SkipOnWindows();
        SetMode(_data.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            (await _data.RunAsync(mayOverrideModes: false)).IsRefusal($"Data:Folder is \"{_data.Folder}\", where nothing can be written");
        }
        finally
        {
            SetMode(_data.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Backups that cannot be seen may be there: with them there has been a database, and none is begun anew.</summary>
    [Fact(Explicit = true)]
    public async Task Start_WithoutItsDatabaseBesideBackupsThatCannotBeSeen_IsRefusedAndBeginsNone()
    {
        SkipOnWindows();
        await _data.FillAsync();
        (await _data.RunAsync("backup")).IsDone("Backup made");
        Array.ForEach(Directory.GetFiles(_data.Folder, "clinic.db*"), File.Delete);
        SetMode(_data.Backups, UnixFileMode.None);
        try
        {
            (await _data.RunAsync(mayOverrideModes: false)).IsRefusal("The backups cannot be seen");
            (await _data.RunAsync(mayOverrideModes: false, "restore", "--check")).IsRefusal("The backups cannot be seen");
        }
        finally
        {
            SetMode(_data.Backups, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Empty(Directory.GetFiles(_data.Folder, "clinic.db*"));
    }

    [Fact(Explicit = true)]
    public async Task Start_InAFolderUnderAFile_NamesIt()
    {
        var file = Path.Combine(_data.Folder, "a-file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Development", new(StringComparer.Ordinal) { ["Data:Folder"] = Path.Combine(file, "data") });

        new RunEnd(exitCode, output).IsRefusal("which cannot be made");
    }

    [Fact(Explicit = true)]
    public async Task Start_WhileAnotherProgramHoldsTheDatabase_SaysSo()
    {
        await _data.FillAsync();
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_data.Database};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);

        (await _data.RunAsync()).IsRefusal($"Another program holds the database {_data.Database}");
    }

    [Fact]
    public async Task Make_TheDatabaseAndItsBackups_CanBeReadByTheOwnerAlone()
    {
        SkipOnWindows();
        await using var site = _data.Open();
        await DataFolder.AskAsync(site);
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        await site.Log.SawAsync("Backup made");

        string[] files = [.. Directory.GetFiles(_data.Folder, "clinic.db*"), .. Directory.GetFiles(_data.Backups)];

        Assert.Contains(files, file => file.EndsWith("Z.db", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(file)));
    }

    private static void SkipOnWindows()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are a matter of Unix; on Windows the folder's access list rules.");
        }
    }

#pragma warning disable CA1416 // because every caller has skipped on Windows
    private static void SetMode(string path, UnixFileMode mode) => File.SetUnixFileMode(path, mode);

    private static UnixFileMode ModeOf(string path) => File.GetUnixFileMode(path);
#pragma warning restore CA1416
}
