using System.Diagnostics;
using System.Net;
using ClinicSite.Tests.Door;
using Microsoft.Data.Sqlite;

namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>What the program answered when it ended.</summary>
public sealed record RunEnd(int ExitCode, string Output)
{
    /// <summary>Refused in words: exit code 1, this text, and no stack trace.</summary>
    public RunEnd IsRefusal(string because)
    {
        Assert.Contains(because, Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Output, StringComparison.Ordinal);
        Assert.Equal(1, ExitCode);
        return this;
    }

    public RunEnd IsDone(string saying)
    {
        Assert.Contains(saying, Output, StringComparison.Ordinal);
        Assert.Equal(0, ExitCode);
        return this;
    }
}

/// <summary>A data folder with what a site leaves in it, and the program run on it as a process.</summary>
public sealed class DataFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Folder { get; } = Directory.CreateTempSubdirectory("clinicsite-").FullName;

    public string Database => Path.Combine(Folder, "clinic.db");

    public string Backups => Path.Combine(Folder, "backups");

    /// <summary>Main files only, without their logs.</summary>
    public IReadOnlyList<string> SetAside => [.. Directory.GetFiles(Folder, "clinic.db.set-aside-*Z")];

    public Site Open(DateTimeOffset? now = null, Dictionary<string, string?>? settings = null) => Site.Open(settings, Folder, now);

    /// <summary>A site runs here for a while, takes so many enquiries, makes no backup and stops.</summary>
    public async Task FillAsync(int enquiries = 1)
    {
        await using var site = Open(settings: new(StringComparer.Ordinal) { ["Backup:Enabled"] = "false" });
        await AskAsync(site, enquiries);
    }

    /// <summary>
    /// Database, WAL and keys as a kill at this moment would leave them. By another program: to close a file here would end
    /// the locks that SQLite has on it, and its last connection writes the WAL back as it closes.
    /// </summary>
    public static async Task<DataFolder> CopyOfAsync(string folder)
    {
        var copy = new DataFolder();
        var files = Directory.GetFiles(folder, "clinic.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal));
        using var cp = Process.Start("cp", ["-r", .. files, Path.Combine(folder, "keys"), copy.Folder]);
        await cp.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, cp.ExitCode);
        return copy;
    }

    public static async Task AskAsync(Site site, int enquiries = 1)
    {
        for (var number = 1; number <= enquiries; number++)
        {
            using var answer = await new FormOnPage(await site.PageAsync("/consultation")).FillValid(name: $"Person {number}").SendAsync(site.Http);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }
    }

    /// <summary>Runs a command, or without one the site, until it ends.</summary>
    public Task<RunEnd> RunAsync(params string[] arguments) => RunAsync(mayOverrideModes: true, arguments);

    /// <param name="mayOverrideModes">False takes from the administrator the right to write what file modes forbid.</param>
    /// <param name="arguments">A command's, or none.</param>
    public async Task<RunEnd> RunAsync(bool mayOverrideModes, params string[] arguments)
    {
        var (program, folder) = ProgramRun.Find();
        string[] less = mayOverrideModes || !Environment.IsPrivilegedProcess ? [] : ["setpriv", "--bounding-set=-all", "--inh-caps=-all"];
        string[] line = [.. less, "dotnet", program, .. arguments, $"--Data:Folder={Folder}", "--urls", "http://127.0.0.1:0"];
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            return new RunEnd(process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>Asks a database as any other program would.</summary>
    public static long Ask(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }

    public static long Enquiries(string database) => Ask(database, "SELECT count(*) FROM enquiry");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
