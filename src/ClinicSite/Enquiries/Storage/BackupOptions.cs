using System.ComponentModel.DataAnnotations;

namespace ClinicSite.Enquiries.Storage;

/// <summary>When backups are made and how long they are kept, section <c>Backup</c>; where they lie is <c>Backup:Folder</c>.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>False where something else backs the database up; then nothing here rotates either.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>For so many hours the last backup of every hour is kept.</summary>
    [Range(1, 168, ErrorMessage = "Backup:KeepHourly must be between 1 and 168 hours, for example 24.")]
    public int KeepHourly { get; init; } = 24;

    /// <summary>For so many days the last backup of every day is kept. What was erased is gone from every backup after that.</summary>
    [Range(1, 90, ErrorMessage = "Backup:KeepDaily must be between 1 and 90 days, for example 14.")]
    public int KeepDaily { get; init; } = 14;
}
