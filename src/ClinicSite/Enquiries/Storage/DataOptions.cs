using Microsoft.Data.Sqlite;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Where everything that must survive lies, section <c>Data</c>.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Seconds that one statement waits for a lock held by another program.</summary>
    private const int Patience = 5;

    /// <summary>Holds the database, the keys and, with the pickup transport, the mail. A relative path starts at the content root.</summary>
    public string Folder { get; set; } = "App_Data";

    /// <summary>Holds the backups and the record of erasures: <c>Backup:Folder</c>, best on another disk. A relative path starts at the data folder.</summary>
    public string BackupFolder { get; internal set; } = "backups";

    public string DatabaseFile => Path.Combine(Folder, "clinic.db");

    /// <summary>One text for whoever opens it, so that connections are shared.</summary>
    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = DatabaseFile, DefaultTimeout = Patience }.ConnectionString;

    /// <summary>A backup on its way into service; left behind only by a restore that was stopped.</summary>
    public string RestoringFile => DatabaseFile + ".restoring";

    public string KeysFolder => Path.Combine(Folder, "keys");
}
