using System.Text;
using ClinicSite.Email;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace ClinicSite.Tests.Email;

public sealed class PickupTransportTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("clinicsite-mail-");

    private string Folder => Path.Combine(_root.FullName, "data", "mail");

    [Fact]
    public async Task Send_AnyMessage_IsAFileNamedAfterIt()
    {
        var outcome = await Transport().SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.True(outcome.IsSent);
        var file = Assert.Single(Directory.GetFiles(Folder));
        Assert.Equal("0198c1d2-staff-0.eml", Path.GetFileName(file));
        Assert.Equal(SampleMail.Bytes(SampleMail.Message()), await File.ReadAllBytesAsync(file, Deadline.Soon()));
    }

    [Fact]
    public async Task Send_AnyMessage_HasTheLineEndsOfMail()
    {
        await Transport().SendAsync(SampleMail.Message(), Deadline.Soon());

        var text = Encoding.ASCII.GetString(await File.ReadAllBytesAsync(Directory.GetFiles(Folder)[0], Deadline.Soon()));
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SameMessageTwice_IsOneFile()
    {
        await Transport().SendAsync(SampleMail.Message(), Deadline.Soon());
        await Transport().SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Send_OnUnix_IsReadableByThisAccountAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are a Unix thing.");
        await Transport().SendAsync(SampleMail.Message(), Deadline.Soon());

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(Folder)[0]));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        }
    }

    [Fact]
    public async Task Send_LeftoverOfACrash_IsWrittenOver()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "0198c1d2-staff-0.tmp"), new string('x', 100_000), Deadline.Soon());

        await Transport().SendAsync(SampleMail.Message(), Deadline.Soon());

        var file = Assert.Single(Directory.GetFiles(Folder));
        Assert.Equal(SampleMail.Bytes(SampleMail.Message()), await File.ReadAllBytesAsync(file, Deadline.Soon()));
    }

    [Fact]
    public async Task Send_MessageIdThatClimbs_StaysInTheFolder()
    {
        var message = MessageBuilder.Build(SampleMail.Draft() with { MessageId = "../../etc/passwd@riverside-skin.example" });

        await Transport().SendAsync(message, Deadline.Soon());

        Assert.Equal(Folder, Path.GetDirectoryName(Assert.Single(Directory.GetFiles(_root.FullName, "*", SearchOption.AllDirectories))));
    }

    [Fact]
    public async Task Send_FolderThatIsAFile_IsAFailureOfTheChannel()
    {
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "data"), "", Deadline.Soon());

        var outcome = await Transport().SendAsync(SampleMail.Message(), Deadline.Soon());

        Assert.Equal(FailureClass.Channel, outcome.Failure);
        Assert.StartsWith("pickup ", outcome.Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ProgramStopping_ThrowsAndLeavesNothing()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transport().SendAsync(SampleMail.Message(), stopping.Token));

        Assert.Empty(_root.GetFileSystemInfos());
    }

    [Fact]
    public void Destination_RelativeFolder_IsBelowTheContentRoot() => Assert.Equal(Folder, Transport().Destination);

    public void Dispose() => _root.Delete(recursive: true);

    private PickupTransport Transport() => new(
        Options.Create(new EmailOptions { From = SampleMail.From, Pickup = new PickupOptions { Folder = Path.Combine("data", "mail") } }),
        new HostingEnvironment { ContentRootPath = _root.FullName, ContentRootFileProvider = new NullFileProvider(), EnvironmentName = Environments.Development });
}
