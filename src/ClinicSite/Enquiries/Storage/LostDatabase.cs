using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Keeps a site from beginning with an empty database where there has been another: it would look fine while every
/// enquiry of the past, and the mail still owed for it, is missing.
/// </summary>
/// <remarks>
/// A supervisor starts a program that has failed again within seconds, so "fails loudly, then begins anew" would be heard
/// by nobody. A database that is gone leaves traces: a file that was set aside, or backups. With any of them the start is
/// refused until a person restores a backup or says, with <c>restore --empty</c>, that there is none. Keys alone are no
/// trace: they are made before the database, and a first start that was killed in between must be able to go on.
/// </remarks>
public sealed class LostDatabase(IOptions<DataOptions> options, BackupFiles backups)
{
    /// <summary>To be asked when the database is missing, or has no tables.</summary>
    /// <exception cref="StorageException">There was another one; the message says how to go on.</exception>
    public void Refuse()
    {
        var data = options.Value;
        var aside = SetAside.Newest(data.DatabaseFile);
        if (aside is not null || backups.List().Count > 0)
        {
            var trace = aside is null ? $"the backups in {backups.Folder} show" : $"{aside} shows";
            throw new StorageException($"There is no database at {data.DatabaseFile}, but {trace} that there was one. {HowToGoOn()}");
        }
    }

    public string HowToGoOn()
    {
        var newest = backups.List() is [var first, ..] ? $"the newest is {first.File}" : $"none is in {backups.Folder}; perhaps one is elsewhere";
        return $"Restore a backup with \"restore FILE\" ({newest}). Only if there is none at all, begin with an empty database: \"restore --empty\". The keys stay as they are either way.";
    }
}
