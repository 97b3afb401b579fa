using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.Data.Sqlite;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>A data folder that programs come and go over, and a look into its database with nothing of ours in between.</summary>
internal sealed class ClinicFolder(ScriptedSmtpServer relay) : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("clinicsite-").FullName;

    public string Database => Path.Combine(Folder, "clinic.db");

    public Dictionary<string, string?> Settings { get; } = MailSettings.To(relay.Port);

    public ProgramRun Start(params IReadOnlyList<string> under) =>
        ProgramRun.Start("Development", new(Settings, StringComparer.Ordinal) { ["Data:Folder"] = Folder }, under);

    /// <summary>Starts once and ends, so that database and keys are there.</summary>
    public async Task PrepareAsync()
    {
        await using var run = Start();
        using var visitor = await run.VisitorAsync();
        await run.TerminateAsync();
        Assert.Equal(0, await run.ExitAsync());
    }

    public Task<List<string>> ReadAsync(string sql) => ReadAsync(Database, sql);

    /// <returns>The first column.</returns>
    public static async Task<List<string>> ReadAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(Convert.ToString(reader.GetValue(0))!);
        }

        return rows;
    }

    public Task<List<string>> ReferencesAsync() => ReadAsync("SELECT Reference FROM enquiry");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
