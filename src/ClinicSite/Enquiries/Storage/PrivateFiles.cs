using System.Runtime.InteropServices;
using System.Text;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Files and folders that nobody but this account reads, and the two syncs that make them survive a power cut.</summary>
/// <remarks>
/// A file's own sync does not save its name: a new or renamed file is certain only after its folder has been synced too.
/// Windows has file modes and folder syncs of another kind; there the folder's access list rules.
/// </remarks>
public static class PrivateFiles
{
    private const int ReadOnly = 0;

    public static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Opens a file for this program alone, made with mode 0600 where it is not there.</summary>
    public static FileStream Open(string file, FileMode mode)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, how);
    }

    /// <summary>Syncs what another has written into the file.</summary>
    public static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes new names and renames in a folder survive a power cut.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The class library opens no folders, but it syncs any handle.
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(OpenFolder([.. Encoding.UTF8.GetBytes(folder), 0], ReadOnly), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>True when the file is open in another program that lets nobody else in.</summary>
    public static bool IsHeld(IOException refused) => refused.HResult is HeldOnLinux or HeldOnMac or HeldOnWindows;

    private const int HeldOnLinux = 11;
    private const int HeldOnMac = 35;
    private const int HeldOnWindows = unchecked((int)0x80070020);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable SYSLIB1054 // because the generated kind needs unsafe code in the whole project for this one call
    private static extern int OpenFolder(byte[] path, int flags);
#pragma warning restore SYSLIB1054
}
