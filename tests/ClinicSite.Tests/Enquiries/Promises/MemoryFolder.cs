namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>
/// A data folder in memory where the machine has such a place: for tests that count thousands of commits and measure no
/// disk.
/// </summary>
internal sealed class MemoryFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private MemoryFolder(string path) => Path = path;

    public string Path { get; }

    public static MemoryFolder Create() => new(Directory.Exists(SharedMemory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(SharedMemory, "clinicsite-" + Guid.NewGuid().ToString("N"))).FullName
        : Directory.CreateTempSubdirectory("clinicsite-").FullName);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
