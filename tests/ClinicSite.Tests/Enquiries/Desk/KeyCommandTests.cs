using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries.Desk;

public sealed class KeyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clinicsite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rotate_WithTheSiteStopped_SealsEveryEnquiryAnewAndAllStillOpen()
    {
        string reference;
        byte[] before;
        await using (var site = Site.Open(folder: _folder))
        {
            reference = await site.AskAsync("Sealed twice");
            before = (await site.RowAsync(reference)).Details.Ciphertext;
        }

        var (exitCode, output) = await RunAsync("keys rotate");

        Assert.True(exitCode == 0, output);
        Assert.Contains("1 enquiries are sealed with details-2.key", output, StringComparison.Ordinal);
        var (_, shown) = await RunAsync($"enquiries show {reference}");
        Assert.Contains("Sealed twice", shown, StringComparison.Ordinal);

        await using var again = Site.Open(folder: _folder);
        var row = await again.RowAsync(reference);
        Assert.Equal(2, row.Details.KeyId);
        Assert.NotEqual(before, row.Details.Ciphertext);
        await again.AskAsync("With the new key");
        Assert.All(await again.ReadAsync(database => database.Enquiries.Select(enquiry => enquiry.Details.KeyId).ToListAsync(TestContext.Current.CancellationToken)), keyId => Assert.Equal(2, keyId));
        Assert.True(File.Exists(Path.Combine(_folder, "keys", "details-1.key")));
    }

    [Fact]
    public async Task Rotate_WhileASiteServes_IsRefused()
    {
        await using var site = Site.Open(folder: _folder);

        var (exitCode, output) = await RunAsync("keys rotate");

        Assert.Equal(1, exitCode);
        Assert.Contains("already running", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "keys", "details-2.key")));
    }

    private Task<(int ExitCode, string Output)> RunAsync(string command) =>
        ProgramRun.CommandAsync(command, new(StringComparer.Ordinal) { ["Data:Folder"] = _folder });
}
