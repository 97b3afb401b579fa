namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// At most one program serves a database. The lock is a file that the operating system holds open for this process and
/// frees when it ends, however it ends; so whoever holds it knows that every lease in the database is a dead process's.
/// </summary>
public sealed class ServingLock : IDisposable
{
    private FileStream? _held;

    /// <exception cref="StorageException">Another program serves from this folder.</exception>
    public void Take(string folder)
    {
        try
        {
            _held = PrivateFiles.Open(Path.Combine(folder, "serving.lock"), FileMode.OpenOrCreate);
        }
        catch (IOException held) when (PrivateFiles.IsHeld(held))
        {
            throw new StorageException($"Another copy of the site is already running on {folder}. Stop it first, or give this one a Data:Folder of its own.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Data:Folder is \"{folder}\", where nothing can be written: {refused.Message} Give the program the right to write there, or name another folder.");
        }
    }

    public void Dispose() => _held?.Dispose();
}
