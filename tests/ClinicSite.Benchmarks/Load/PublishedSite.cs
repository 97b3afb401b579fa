using System.Diagnostics;
using ClinicSite.Benchmarks.Door;

namespace ClinicSite.Benchmarks.Load;

/// <summary>
/// The site as it is put on a server: with machine code from the start. A mere build compiles itself through the first
/// thousands of posts, and would be measured doing so.
/// </summary>
internal sealed class PublishedSite : IDisposable
{
    private readonly bool _isOurs;

    private PublishedSite(string folder, bool isOurs) => (Folder, _isOurs) = (folder, isOurs);

    public string Folder { get; }

    /// <param name="folder">One that is published already, or null: it is published now, and removed at the end.</param>
    public static async Task<PublishedSite> AtAsync(string? folder)
    {
        if (folder is not null)
        {
            return new PublishedSite(Path.GetFullPath(folder), isOurs: false);
        }

        Console.WriteLine("Publishing the site ...");
        var site = new PublishedSite(Directory.CreateTempSubdirectory("clinicsite-").FullName, isOurs: true);
        string[] arguments = ["publish", Path.Combine(MeasuredSettings.Root, "src", "ClinicSite"), "-c", "Release", "-o", site.Folder, "-v", "quiet"];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments))!;
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            site.Dispose();
            throw new InvalidOperationException("The site could not be published.");
        }

        return site;
    }

    public void Dispose()
    {
        if (_isOurs)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
