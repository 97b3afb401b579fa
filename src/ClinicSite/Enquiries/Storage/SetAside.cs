using System.Globalization;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Takes a database out of service by renaming it; nothing is ever deleted.</summary>
/// <remarks>
/// The database goes first and the files that belong to it (write-ahead log, its index, a rollback journal) follow under
/// the same new name, so that the whole can still be opened. A crash in between leaves a log without its database, which
/// the next start or restore sets aside in turn: beside another database that log would be applied to the wrong pages.
/// The other order could leave the database without its newest rows and looking sound.
/// </remarks>
public static class SetAside
{
    private const string Mark = ".set-aside-";

    /// <summary>What a database's files are called after its name: itself first.</summary>
    private static readonly string[] Endings = ["", "-wal", "-shm", "-journal"];

    /// <returns>The database's new name; null when there was nothing to move.</returns>
    public static string? Move(string database, DateTimeOffset now)
    {
        var files = Endings.Where(ending => File.Exists(database + ending)).ToList();
        if (files.Count == 0)
        {
            return null;
        }

        var name = database + Mark + now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        while (Endings.Any(ending => File.Exists(name + ending)))
        {
            name += "-again";
        }

        foreach (var ending in files)
        {
            File.Move(database + ending, name + ending);
        }

        PrivateFiles.FlushFolder(Path.GetDirectoryName(database)!);
        return name;
    }

    /// <summary>Moves a log that lost its database, so that no other database takes it for its own.</summary>
    public static void MoveOrphans(string database, DateTimeOffset now)
    {
        if (!File.Exists(database))
        {
            Move(database, now);
        }
    }

    /// <summary>The newest one that was set aside, or null.</summary>
    public static string? Newest(string database) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(database)!, Path.GetFileName(database) + Mark + "*")
            .Where(file => !Endings.Skip(1).Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Max(StringComparer.Ordinal);
}
