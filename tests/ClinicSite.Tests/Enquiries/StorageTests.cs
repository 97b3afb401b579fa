using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries;

public sealed class StorageTests
{
    [Fact]
    public async Task Open_EveryConnection_IsInTheModeThePromisesNeed()
    {
        await using var site = Site.Open();
        for (var round = 0; round < 3; round++)
        {
            var modes = await site.ReadAsync(async database =>
            {
                await database.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
                var found = new List<string?>();
                foreach (var pragma in new[] { "journal_mode", "synchronous", "foreign_keys", "secure_delete" })
                {
                    await using var command = database.Database.GetDbConnection().CreateCommand();
                    command.CommandText = $"PRAGMA {pragma}";
                    found.Add(Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)));
                }

                // The next user of this pooled connection must not inherit it.
                await database.Database.ExecuteSqlRawAsync("PRAGMA synchronous=OFF; PRAGMA secure_delete=OFF", TestContext.Current.CancellationToken);

                return found;
            });

            Assert.Equal("wal", modes[0]);
            Assert.Equal("2", modes[1]);
            Assert.Equal("1", modes[2]);
            Assert.Equal("1", modes[3]);
        }
    }

    [Theory]
    [InlineData("details-1.key", null, "details-1.key is missing, and the database beside it needs it", Explicit = true)]
    [InlineData("form-token.key", "AAAA", "form-token.key is damaged", Explicit = true)]
    [InlineData("fingerprint.key", "", "fingerprint.key is damaged", Explicit = true)]
    [InlineData("details-1.key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "they belong to another database")]
    public async Task Start_WithAKeyThatIsNotTheDatabases_IsRefusedByName(string file, string? content, string message)
    {
        var folder = Directory.CreateTempSubdirectory("clinicsite-").FullName;
        await using (var site = Site.Open(folder: folder))
        {
            using var answer = await new FormOnPage(await site.PageAsync("/consultation")).FillValid().SendAsync(site.Http);
        }

        var key = Path.Combine(folder, "keys", file);
        File.Delete(key);
        if (content is not null)
        {
            await File.WriteAllTextAsync(key, content, TestContext.Current.CancellationToken);
        }

        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Development", new() { ["Data:Folder"] = folder });

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Make_Keys_CanBeReadByTheOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are a matter of Unix; on Windows the folder's access list rules.");
            return;
        }

        await using var site = Site.Open();

        foreach (var file in Directory.GetFiles(Path.Combine(site.Folder, "keys")))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }
}
