using System.Security.Cryptography;
using System.Text;
using ClinicSite.Clinic;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// The finished pages on disk, so that a restart opens with what the last run sent instead of letting visitors wait for
/// the views' first run.
/// </summary>
/// <remarks>
/// <code>
/// file = stamp (32 bytes) │ pages │ SHA-256 of all before (32 bytes)
/// stamp = SHA-256 of: this build │ the runtime │ the environment's name │ the list of static files │ every setting
///                     │ the day at the clinic
/// </code>
/// Guarantees:
/// <list type="bullet">
/// <item>What is found was rendered, inspected and compressed by this build, with these settings, on this day, which is all
/// that shows on a shared page. Anything else is not found and costs one rendering.</item>
/// <item>A torn, cut or changed file is not found.</item>
/// <item>A crash while it is written leaves the former file: the new one is renamed into its place. It is never needed:
/// whoever deletes it, or a disk that takes no file, costs the next start a second.</item>
/// </list>
/// </remarks>
public sealed class KeptPages(
    IConfiguration configuration,
    IWebHostEnvironment environment,
    OpeningHours hours,
    IOptions<PageOptions> options,
    TimeProvider clock)
{
    private const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>Null when there are none that may be sent today.</summary>
    public IReadOnlyDictionary<string, BankedPage>? Find()
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(options.Value.KeptFile);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        if (file.Length < 2 * HashBytes
            || !file.AsSpan(0, HashBytes).SequenceEqual(Stamp(clock.GetUtcNow()))
            || !file.AsSpan(^HashBytes..).SequenceEqual(SHA256.HashData(file.AsSpan(..^HashBytes))))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(file, HashBytes, file.Length - (2 * HashBytes)));
        var pages = new Dictionary<string, BankedPage>(StringComparer.Ordinal);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            pages[reader.ReadString()] = BankedPage.Of(reader.ReadString(), Bytes(reader), Bytes(reader), Bytes(reader));
        }

        return pages;

        static byte[] Bytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
    }

    /// <summary>Keeps the pages for the next start; those not compressed are left out. A start that finds fewer than there are takes none.</summary>
    /// <param name="pages">By their path.</param>
    /// <param name="renderedAt">Whose day shows on them: a midnight may have passed since.</param>
    /// <exception cref="IOException">The disk does not take it; the former file stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The program may not write there.</exception>
    public void Keep(IReadOnlyDictionary<string, BankedPage> pages, DateTimeOffset renderedAt)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(Stamp(renderedAt));
        var compressed = pages.Where(page => page.Value.Brotli is not null).ToList();
        writer.Write(compressed.Count);
        foreach (var (path, page) in compressed)
        {
            writer.Write(path);
            writer.Write(page.ContentType);
            foreach (var form in new[] { page.Identity, page.Gzip!, page.Brotli! })
            {
                writer.Write(form.Body.Length);
                writer.Write(form.Body.Span);
            }
        }

        writer.Write(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)));
        var coming = options.Value.KeptFile + ".new";
        File.WriteAllBytes(coming, file.ToArray());
        File.Move(coming, options.Value.KeptFile, overwrite: true);
    }

    private byte[] Stamp(DateTimeOffset moment)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(typeof(KeptPages).Module.ModuleVersionId.ToString());
        Add(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        Add(environment.EnvironmentName);
        // Pages name static files by the fingerprints of this list.
        var files = Path.Combine(AppContext.BaseDirectory, $"{environment.ApplicationName}.staticwebassets.endpoints.json");
        Add(File.Exists(files) ? File.ReadAllText(files) : "");
        // A setting of this program has a section; what has none comes from the machine, and may differ at every start.
        foreach (var (key, value) in configuration.AsEnumerable().Where(setting => setting.Key.Contains(':', StringComparison.Ordinal)).OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            Add(key);
            Add(value ?? "");
        }

        Add(hours.DayOf(moment).DayNumber.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return hash.GetHashAndReset();

        void Add(string part)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }
    }
}
