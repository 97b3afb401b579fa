using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Bytes that were issued here, as text for a form or an address: the content and a MAC of 128 bits over it. Anybody can
/// read them, nobody else can make them or turn them into others.
/// </summary>
internal static class SignedToken
{
    private const int MacLength = 16;

    /// <param name="key">Of the <see cref="KeyRing"/>.</param>
    /// <param name="label">One for each kind under the same key, so that none passes for another.</param>
    /// <param name="content">Of the one length that this kind has.</param>
    public static string Write(byte[] key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> content) =>
        Base64Url.EncodeToString([.. content, .. Mac(key, label, content)]);

    /// <param name="key">As for <see cref="Write"/>.</param>
    /// <param name="label">As for <see cref="Write"/>.</param>
    /// <param name="typed">What came back.</param>
    /// <param name="content">Where the content goes, as long as it is.</param>
    /// <returns>False when it is missing or was not issued here; then the content means nothing.</returns>
    public static bool TryRead(byte[] key, ReadOnlySpan<byte> label, string? typed, Span<byte> content)
    {
        Span<byte> token = stackalloc byte[content.Length + MacLength];
        if (typed?.Length != Base64Url.GetEncodedLength(token.Length)
            // Not the method with Try in its name: that one throws at what is no base 64.
            || Base64Url.DecodeFromChars(typed, token, out _, out var length) != OperationStatus.Done || length != token.Length)
        {
            return false;
        }

        token[..content.Length].CopyTo(content);
        return CryptographicOperations.FixedTimeEquals(Mac(key, label, content), token[content.Length..]);
    }

    private static ReadOnlySpan<byte> Mac(byte[] key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> content) =>
        HMACSHA256.HashData(key, (byte[])[.. label, .. content]).AsSpan(0, MacLength);
}
