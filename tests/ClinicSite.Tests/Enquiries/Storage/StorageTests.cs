using System.Security.Cryptography;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Desk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Storage;

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
        using var data = new DataFolder();
        await data.FillAsync();
        var key = Path.Combine(data.Folder, "keys", file);
        File.Delete(key);
        if (content is not null)
        {
            await File.WriteAllTextAsync(key, content, TestContext.Current.CancellationToken);
        }

        (await data.RunAsync()).IsRefusal(message);
    }

    /// <summary>Whoever can write to the database file must not be able to put one person's words under another's reference.</summary>
    [Fact]
    public async Task Open_DetailsThatWereMovedToAnotherRow_IsRefused()
    {
        await using var site = Site.Open();
        var first = await site.RowAsync(await site.AskAsync("The first"));
        var second = await site.RowAsync(await site.AskAsync("The second", alreadySent: 2));
        await MoveAsync(first.Details, second.Id);
        await MoveAsync(second.Details, first.Id);
        var desk = site.Services.GetRequiredService<EnquiryDesk>();

        foreach (var id in new[] { first.Id, second.Id })
        {
            var swapped = await desk.FindAsync(id, TestContext.Current.CancellationToken);
            Assert.ThrowsAny<CryptographicException>(() => desk.Open(swapped!));
        }

        async Task MoveAsync(SealedText details, Guid row) => Assert.Equal(1, await site.ReadAsync(database => database.Database.ExecuteSqlAsync(
            $"UPDATE enquiry SET Details_KeyId = {details.KeyId}, Details_Nonce = {details.Nonce}, Details_Ciphertext = {details.Ciphertext} WHERE Id = {row}",
            TestContext.Current.CancellationToken)));
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

        var keys = Directory.GetFiles(Path.Combine(site.Folder, "keys"));
        Assert.Equal(["details-1.key", "fingerprint.key", "form-token.key"], keys.Select(Path.GetFileName).Order(StringComparer.Ordinal));
#pragma warning disable CA1416 // because the test has been skipped on Windows
        Assert.All(keys, key => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key)));
#pragma warning restore CA1416
    }
}
