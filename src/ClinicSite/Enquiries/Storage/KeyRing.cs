using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// The keys of the enquiries: some seal details, one signs form tokens and desk links, one makes fingerprints.
/// </summary>
/// <remarks>
/// Each is 32 random bytes in a file of its own, base64, readable by the owner alone. They are made together with a new
/// database and never again: a database whose keys are gone stops the start with a message, since new keys would hide
/// that its enquiries can no longer be read. Losing the key of the details is losing the enquiries. A file is written
/// under a temporary name, synced and renamed, and the folder is synced before anything is sealed with it: a crash leaves
/// a whole key or none, and no row whose key is gone. Details are sealed with the key of the highest number, which stands
/// beside each row; <see cref="KeyRotation"/> adds one, and the older ones stay for the backups made before.
/// </remarks>
public sealed class KeyRing(IOptions<DataOptions> options)
{
    private const int KeyLength = 32;
    private const string DetailsStart = "details-", KeyEnd = ".key";

    private readonly SortedDictionary<int, byte[]> _details = [];
    private byte[]? _formToken, _fingerprint;

    public byte[] FormToken => _formToken ?? throw NotOpened();

    public byte[] Fingerprint => _fingerprint ?? throw NotOpened();

    /// <summary>The key that new details are sealed with; stored beside each row so that it can change.</summary>
    public int CurrentDetailsKeyId => _details.Count > 0 ? _details.Keys.Last() : throw NotOpened();

    /// <exception cref="KeyRingException">There is no key with this id.</exception>
    public byte[] Details(int keyId) => _details.GetValueOrDefault(keyId)
        ?? throw new KeyRingException($"The key file {PathOf(DetailsName(keyId))} is missing, and an enquiry was sealed with it. Restore the keys from their backup.");

    /// <param name="create">True only while there is no database yet.</param>
    /// <exception cref="KeyRingException">A key is missing or is no key; the message says which file and what to do.</exception>
    public void Open(bool create)
    {
        _details.Clear();
        foreach (var id in DetailsIds().DefaultIfEmpty(1))
        {
            _details[id] = Load(DetailsName(id), create);
        }

        _formToken = Load("form-token.key", create);
        _fingerprint = Load("fingerprint.key", create);
    }

    /// <summary>Makes a key that everything is sealed with from now on.</summary>
    /// <returns>Its number.</returns>
    public int AddDetailsKey()
    {
        var id = CurrentDetailsKeyId + 1;
        _details[id] = Load(DetailsName(id), create: true);
        return id;
    }

    private static string DetailsName(int id) => string.Create(CultureInfo.InvariantCulture, $"{DetailsStart}{id}{KeyEnd}");

    private IEnumerable<int> DetailsIds() => Directory.Exists(options.Value.KeysFolder)
        ? Directory.EnumerateFiles(options.Value.KeysFolder, $"{DetailsStart}*{KeyEnd}")
            .Select(path => Path.GetFileName(path)[DetailsStart.Length..^KeyEnd.Length])
            .Where(number => number.All(char.IsAsciiDigit))
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture))
        : [];

    private string PathOf(string name) => Path.Combine(options.Value.KeysFolder, name);

    private byte[] Load(string name, bool create)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            if (!create)
            {
                throw new KeyRingException($"The key file {path} is missing, and the database beside it needs it. Restore the keys from their backup, then start again.");
            }

            Write(path);
        }

        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path));
            return key.Length == KeyLength ? key : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new KeyRingException($"The key file {path} is damaged: it must hold {KeyLength} bytes in base64. Restore the keys from their backup, then start again.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"The key file {path} cannot be read: {refused.Message} Give the program's account the right to read it.");
        }
    }

    private static void Write(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        PrivateFiles.CreateFolder(folder);
        var temporary = path + ".new";
        using (var file = PrivateFiles.Open(temporary, FileMode.Create))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength))));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path);
        PrivateFiles.FlushFolder(folder);
    }

    private static InvalidOperationException NotOpened() => new("The keys are opened when the program starts.");
}

/// <summary>The keys are not in order; the message names the file and what to do.</summary>
public sealed class KeyRingException(string message) : Exception(message);
