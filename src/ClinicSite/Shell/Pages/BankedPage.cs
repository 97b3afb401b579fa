using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;

namespace ClinicSite.Shell.Pages;

/// <summary>One finished page in the forms in which it goes out. Immutable.</summary>
public sealed class BankedPage
{
    private const string GzipCoding = "gzip";
    private const string BrotliCoding = "br";

    private BankedPage(string contentType, PageForm identity, PageForm? gzip, PageForm? brotli)
    {
        ContentType = contentType;
        Identity = identity;
        Gzip = gzip;
        Brotli = brotli;
    }

    public string ContentType { get; }

    public PageForm Identity { get; }

    /// <summary>Null until <see cref="Compressed"/>.</summary>
    public PageForm? Gzip { get; }

    /// <inheritdoc cref="Gzip"/>
    public PageForm? Brotli { get; }

    public static BankedPage Of(RenderedPage page) => new(page.ContentType, PageForm.Of(WithoutIndentation(page.Body.Span)), null, null);

    /// <summary>A page as an earlier run of the site finished it.</summary>
    internal static BankedPage Of(string contentType, byte[] identity, byte[] gzip, byte[] brotli) =>
        new(contentType, PageForm.Of(identity), PageForm.Of(gzip, GzipCoding), PageForm.Of(brotli, BrotliCoding));

    public bool IsSameAs(BankedPage? other) => ContentType == other?.ContentType && Identity.ETag == other.Identity.ETag;

    /// <summary>The same page with its compressed forms: Brotli 11 and gzip 9, the smallest each can do.</summary>
    public BankedPage Compressed()
    {
        if (Brotli is not null)
        {
            return this;
        }

        return new BankedPage(
            ContentType,
            Identity,
            PageForm.Of(Write(stream => new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)), GzipCoding),
            PageForm.Of(Write(stream => new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)), BrotliCoding));
    }

    /// <summary>
    /// The views are indented for who reads them. No shared page has preformatted text, so a browser shows the same without,
    /// and even compressed it takes as much as two sentences.
    /// </summary>
    private static byte[] WithoutIndentation(ReadOnlySpan<byte> html)
    {
        var kept = new MemoryStream(html.Length);
        foreach (var line in html.Split((byte)'\n'))
        {
            var text = html[line].Trim(" \t\r"u8);
            if (text.Length > 0)
            {
                kept.Write(text);
                kept.WriteByte((byte)'\n');
            }
        }

        return kept.ToArray();
    }

    private byte[] Write(Func<Stream, Stream> compress)
    {
        using var result = new MemoryStream();
        using (var compressing = compress(result))
        {
            compressing.Write(Identity.Body.Span);
        }

        return result.ToArray();
    }
}

/// <summary>A page in one coding, as it is sent.</summary>
/// <param name="Coding">As in <c>Content-Encoding</c>; null for the plain form.</param>
/// <param name="Body">The bytes.</param>
/// <param name="ETag">Strong, quotes included: another one for every byte that differs, hence for every coding.</param>
public sealed record PageForm(string? Coding, ReadOnlyMemory<byte> Body, string ETag)
{
    /// <summary>Of a SHA-256 so many bytes: a clash would take more renderings than this site will ever have.</summary>
    private const int TagBytes = 12;

    internal static PageForm Of(byte[] body, string? coding = null) =>
        new(coding, body, $"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, TagBytes))}\"");
}
