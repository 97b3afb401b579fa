using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Desk;

public sealed class KeyCommandTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Rotate_WithTheSiteStopped_SealsEveryEnquiryAnewAndAllStillOpen()
    {
        string reference;
        byte[] before;
        await using (var site = _data.Open())
        {
            reference = await site.AskAsync("Sealed twice");
            before = (await site.RowAsync(reference)).Details.Ciphertext;
        }

        var (exitCode, output) = await RunAsync("keys rotate");

        Assert.True(exitCode == 0, output);
        Assert.Contains("1 enquiries are sealed with details-2.key", output, StringComparison.Ordinal);
        var (_, shown) = await RunAsync($"enquiries show {reference}");
        Assert.Contains("Sealed twice", shown, StringComparison.Ordinal);

        await using var again = _data.Open();
        var row = await again.RowAsync(reference);
        Assert.Equal(2, row.Details.KeyId);
        Assert.NotEqual(before, row.Details.Ciphertext);
        await again.AskAsync("With the new key");
        Assert.All(await again.ReadAsync(database => database.Enquiries.Select(enquiry => enquiry.Details.KeyId).ToListAsync(TestContext.Current.CancellationToken)), keyId => Assert.Equal(2, keyId));
        Assert.True(File.Exists(Path.Combine(_data.Folder, "keys", "details-1.key")));
    }

    [Fact]
    public async Task Rotate_AfterOneThatWasKilled_SealsEveryEnquiryWithTheNewestKey()
    {
        string first, second;
        await using (var site = _data.Open())
        {
            first = await site.AskAsync("Sealed once");
            second = await site.AskAsync("Sealed by the killed one", alreadySent: 2);
            // What it had done: a new key, and half the rows.
            site.Services.GetRequiredService<KeyRing>().AddDetailsKey();
            await site.ReadAsync(async database =>
            {
                (await database.Enquiries.SingleAsync(row => row.Reference == Reference.Parse(second), TestContext.Current.CancellationToken)).Reseal(site.Services.GetRequiredService<DetailsSeal>());
                return await database.SaveChangesAsync(TestContext.Current.CancellationToken);
            });
            Assert.Equal((1, 2), ((await site.RowAsync(first)).Details.KeyId, (await site.RowAsync(second)).Details.KeyId));
        }

        var (exitCode, output) = await RunAsync("keys rotate");

        Assert.True(exitCode == 0, output);
        Assert.Contains("2 enquiries are sealed with details-3.key", output, StringComparison.Ordinal);
        await using var again = _data.Open();
        foreach (var (reference, message) in new[] { (first, "Sealed once"), (second, "Sealed by the killed one") })
        {
            var row = await again.RowAsync(reference);
            Assert.Equal(3, row.Details.KeyId);
            Assert.Equal(message, again.Services.GetRequiredService<DetailsSeal>().Open(row.Details, row.Id).Message);
        }
    }

    [Fact]
    public async Task Rotate_WhileASiteServes_IsRefused()
    {
        await using var site = _data.Open();

        var (exitCode, output) = await RunAsync("keys rotate");

        Assert.Equal(1, exitCode);
        Assert.Contains("already running", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_data.Folder, "keys", "details-2.key")));
    }

    private Task<(int ExitCode, string Output)> RunAsync(string command) =>
        ProgramRun.CommandAsync(command, new(StringComparer.Ordinal) { ["Data:Folder"] = _data.Folder });
}
