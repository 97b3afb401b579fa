using System.Data.Common;
using System.Net;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>What cannot be written: at the start in words, under a visitor's hands as an honest 503.</summary>
public sealed class UnwritableTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000000")]
    [InlineData("PRAGMA query_only=ON", "PRAGMA query_only=OFF")]
    public async Task Send_WhenTheDiskIsFullOrReadOnly_GivesTheTextBackAndStoresNothing(string obstacle, string mended)
    {
        var connections = new EveryConnection();
        await using var site = Site.Open(folder: _data.Folder, services: services => services.ConfigureDbContext<EnquiryDb>(options => options.AddInterceptors(connections)));
        connections.Pragma = obstacle;
        // Longer than the room that is left in the pages there are.
        var text = string.Concat(Enumerable.Repeat("My scars are on both cheeks. ", 135)).Trim();
        var form = new FormOnPage(await site.PageAsync("/consultation")).FillValid().Type("Your message", text);

        using var answer = await form.SendAsync(site.Http);
        var given = new FormOnPage(await Site.HtmlOf(answer));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(text, given.ValueOf("Your message"));
        Assert.Equal("Amina Okafor", given.ValueOf("Full name"));
        Assert.Contains("01632 960123", given.Page.QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, DataFolder.Enquiries(_data.Database));
        Assert.Equal(0, DataFolder.Ask(_data.Database, "SELECT count(*) FROM delivery"));

        connections.Pragma = mended;
        using var later = await given.SendAsync(site.Http);
        Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
        Assert.Equal(1, DataFolder.Enquiries(_data.Database));
    }

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

    /// <summary>Puts the connections into a state as they are opened, those of the work behind the site included.</summary>
    private sealed class EveryConnection : DbConnectionInterceptor
    {
        public string? Pragma { get; set; }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (Pragma is null)
            {
                return;
            }

            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // because the text is one of this test's own
            command.CommandText = Pragma;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
