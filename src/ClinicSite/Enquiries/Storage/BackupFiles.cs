using System.Globalization;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>One backup of the database.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Made">From its name, so that copying it elsewhere changes nothing.</param>
/// <param name="BeforeUpgrade">Made because a newer version of the program was about to change the database.</param>
public sealed record BackupFile(string File, DateTimeOffset Made, bool BeforeUpgrade);

/// <summary>The backups in <c>Backup:Folder</c>: <c>clinic-20261122T203700Z.db</c>, made at that time (UTC).</summary>
public sealed class BackupFiles(IOptions<DataOptions> options)
{
    /// <summary>How the name of every backup begins; other files in the folder are none of ours.</summary>
    public const string Start = "clinic-";

    private const string Time = "yyyyMMdd'T'HHmmss'Z'";
    private const string Upgrade = "-before-upgrade";
    private const string End = ".db";

    public string Folder => options.Value.BackupFolder;

    /// <summary>The path for one that is made now.</summary>
    public string NameAt(DateTimeOffset now, bool beforeUpgrade = false) =>
        Path.Combine(Folder, Start + now.ToUniversalTime().ToString(Time, CultureInfo.InvariantCulture) + (beforeUpgrade ? Upgrade : "") + End);

    /// <returns>Newest first; other files in the folder are none of ours.</returns>
    /// <exception cref="StorageException">The folder cannot be read; the message says why.</exception>
    public IReadOnlyList<BackupFile> List()
    {
        try
        {
            return Directory.Exists(Folder)
                ? [.. Directory.EnumerateFiles(Folder, Start + "*" + End).Select(Read).OfType<BackupFile>().OrderByDescending(backup => backup.Made)]
                : [];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The backups cannot be seen, and Backup:Folder must be a folder that this program may read and write. {refused.Message}");
        }
    }

    /// <returns>Null when there is none. One from the future does not count: the clock was wrong then, or is now.</returns>
    public BackupFile? Newest(DateTimeOffset now) => List().FirstOrDefault(backup => backup.Made <= now);

    private static BackupFile? Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file)[Start.Length..];
        var beforeUpgrade = name.EndsWith(Upgrade, StringComparison.Ordinal);
        return DateTimeOffset.TryParseExact(beforeUpgrade ? name[..^Upgrade.Length] : name, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)
            ? new BackupFile(file, made, beforeUpgrade)
            : null;
    }
}
