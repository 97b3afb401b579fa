using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Backup;

/// <summary>
/// One look at the backups: makes one when the newest is an hour old, and removes those that have served their time.
/// </summary>
/// <remarks>
/// The files themselves are the record of what was done, so a restart changes nothing. A new site has nothing to back up
/// until the first enquiry; from then on it is backed up every hour, changed or not, so that an old newest backup always
/// means a fault. Removing comes after making and also when making failed, since a full disk needs it most and the newest
/// is never removed. What was erased from the database is gone from every backup after <c>Backup:KeepDaily</c> days.
/// </remarks>
public sealed partial class BackupPass(
    IDbContextFactory<EnquiryDb> databases,
    IOptions<DataOptions> data,
    IOptions<BackupOptions> options,
    BackupFiles files,
    BackupStatus status,
    TimeProvider clock,
    ILogger<BackupPass> log)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        status.Look(now, null);
        var newest = files.Newest(now);
        status.Look(now, newest?.Made);
        try
        {
            if (newest is null && !await HasEnquiriesAsync(cancellation))
            {
                status.Look(now, now);
            }
            else if (newest is null || now - newest.Made >= Every)
            {
                var made = Make();
                LogMade(made.FullName, made.Length / 1024);
            }
        }
        finally
        {
            Rotate();
        }
    }

    /// <summary>Makes a backup now, whatever the newest one's age.</summary>
    /// <exception cref="StorageException">None was made; the message says why.</exception>
    public FileInfo Make()
    {
        var now = clock.GetUtcNow();
        var copy = files.NameAt(now);
        DatabaseCopy.Make(data.Value.DatabaseFile, copy);
        status.Look(now, now);
        return new FileInfo(copy);
    }

    private void Rotate()
    {
        foreach (var superfluous in BackupRotation.Superfluous(files.List(), clock.GetUtcNow(), options.Value))
        {
            try
            {
                File.Delete(superfluous.File);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                LogNotRemoved(superfluous.File, refused.Message);
            }
        }
    }

    private async Task<bool> HasEnquiriesAsync(CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await database.Enquiries.AnyAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Backup made: {File} ({Size} KB)")]
    private partial void LogMade(string file, long size);

    [LoggerMessage(Level = LogLevel.Error, Message = "A backup has served its time and cannot be removed: {File}. {Reason}")]
    private partial void LogNotRemoved(string file, string reason);
}
