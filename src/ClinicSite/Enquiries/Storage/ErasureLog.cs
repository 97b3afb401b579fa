using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Which rows were erased, so that restoring an older backup erases them again. It holds times and row ids, nothing of a
/// person.
/// </summary>
/// <remarks>
/// One line of JSON per erasure in <c>erasures.jsonl</c>, beside the backups and beside the database, appended and
/// synced, never changed: backups may be brought to a new machine without the database, and the disk they lie on may have
/// been away when somebody was erased. To be called inside the transaction that erases, before its commit: the database's
/// write lock lets one program in at a time, and whatever is gone from the database is then certain to be in the list. A
/// crash between the two leaves a line about rows that are still there: their time was over or their person asked, and a
/// restore that carries it out does no wrong. A crash inside a line leaves half of one: the next line begins on its own, and the
/// reader passes over the half one, whose rows were never erased.
/// </remarks>
public sealed class ErasureLog(IOptions<DataOptions> options, TimeProvider clock)
{
    private const string FileName = "erasures.jsonl";

    private const byte NewLine = (byte)'\n';

    /// <param name="rows">Ids of enquiries.</param>
    /// <param name="cancellation">Honoured before the line is written, not within it.</param>
    /// <exception cref="StorageException">Nothing was noted, so nothing may be erased.</exception>
    public async Task AppendAsync(IEnumerable<Guid> rows, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var line = JsonSerializer.SerializeToUtf8Bytes(new Erasure(clock.GetUtcNow(), [.. rows]), JsonSerializerOptions.Web);
        // Both are open before either is written: what cannot be noted in one place is to be noted in none.
        await using var besideDatabase = Open(options.Value.Folder);
        await using var besideBackups = options.Value.BackupFolder == options.Value.Folder ? null : Open(options.Value.BackupFolder);
        if (besideBackups is not null)
        {
            await AppendAsync(besideBackups, line);
        }

        await AppendAsync(besideDatabase, line);
    }

    private static FileStream Open(string folder)
    {
        try
        {
            PrivateFiles.CreateFolder(folder);
            return PrivateFiles.Open(Path.Combine(folder, FileName), FileMode.OpenOrCreate);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Refused(folder, refused);
        }
    }

    private static async Task AppendAsync(FileStream file, byte[] line)
    {
        var folder = Path.GetDirectoryName(file.Name)!;
        try
        {
            var isNew = file.Length == 0;
            var isTorn = !isNew && EndsTorn(file);
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync((byte[])[.. isTorn ? [NewLine] : Array.Empty<byte>(), .. line, NewLine], CancellationToken.None);
            await file.FlushAsync(CancellationToken.None);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            if (isNew)
            {
                PrivateFiles.FlushFolder(folder);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Refused(folder, refused);
        }
    }

    private static StorageException Refused(string folder, Exception refused) => new(
        $"The erasure cannot be noted in {folder}, where a restore would look for it: {refused.Message} Nothing was erased. Give the program the right to write there, then try again.");

    /// <returns>Every row that was ever erased, by the list in this folder; none where there is no list.</returns>
    public static async Task<IReadOnlySet<Guid>> ReadAsync(string folder, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, FileName);
        return File.Exists(file)
            ? (await File.ReadAllLinesAsync(file, Encoding.UTF8, cancellation)).SelectMany(RowsIn).ToHashSet()
            : new HashSet<Guid>();
    }

    private static bool EndsTorn(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != NewLine;
    }

    private static Guid[] RowsIn(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Erasure>(line, JsonSerializerOptions.Web)?.Rows ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private sealed record Erasure(DateTimeOffset At, Guid[] Rows);
}
