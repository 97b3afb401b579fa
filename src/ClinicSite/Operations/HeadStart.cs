using System.Security.Cryptography;
using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Operations.Health;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

/// <summary>
/// Uses, while the program is put together on one core, another for the first use of what the start needs next: loading
/// libraries and compiling what was not compiled before takes a hundred milliseconds, which visitors would wait for.
/// </summary>
/// <remarks>
/// Nothing waits for it and nothing it makes is kept. What it has not come to, or what fails, is done or fails where it
/// is needed, as it would without it.
/// </remarks>
public static class HeadStart
{
    /// <summary>In the order in which they are needed.</summary>
    /// <returns>For whoever wants to know how it ended; the start does not.</returns>
    public static Task Begin() => Task.Run(() =>
    {
        Views();
        Settings();
        Storage();
    });

    private static void Views() => new ServiceCollection().AddMvcCore().AddViews().AddRazorViewEngine();

    private static void Settings()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"{HealthOptions.Section}:{nameof(HealthOptions.MailLateAfter)}", "00:10:00")]).Build();
        using var services = new ServiceCollection().AddHealth(configuration).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
        _ = SampleDetails.IsSample("0");
        _ = Mailbox.TryParse("a@example.org", out _);
        _ = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);
    }

    private static void Storage()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT $one";
        command.Parameters.AddWithValue("$one", 1L);
        command.ExecuteScalar();
        SHA256.HashData([]);
    }
}
