using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ClinicSite.Enquiries.Storage;

namespace ClinicSite.Enquiries;

/// <summary>
/// The form's hidden token: 128 random bits and the time of issue, signed. It replaces a cookie.
/// </summary>
/// <remarks>
/// It guarantees two things. The same token with the same answers is the same enquiry, however often it is sent. And the
/// time between issue and post is known and cannot be forged, which tells people from programs. It guards nothing: a
/// missing, forged or old token never turns anybody away, it only counts in the score. Tokens are kept nowhere; the key
/// that signs them lies beside the database, so a restart keeps open forms valid.
/// </remarks>
public sealed class FormTokens(KeyRing keys, TimeProvider clock)
{
    private const int IdLength = 16, TimeLength = 8, SignatureLength = 16;

    public string Issue()
    {
        Span<byte> token = stackalloc byte[IdLength + TimeLength + SignatureLength];
        RandomNumberGenerator.Fill(token[..IdLength]);
        BinaryPrimitives.WriteInt64BigEndian(token[IdLength..], clock.GetUtcNow().ToUnixTimeMilliseconds());
        Sign(token[..(IdLength + TimeLength)], token[(IdLength + TimeLength)..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The token's content, or null when it is missing or was not issued here.</summary>
    public FormToken? Read(string? typed)
    {
        Span<byte> token = stackalloc byte[IdLength + TimeLength + SignatureLength];
        if (typed is null || typed.Length != Base64Url.GetEncodedLength(token.Length)
            || Base64Url.DecodeFromChars(typed, token, out _, out var length) != OperationStatus.Done || length != token.Length)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[SignatureLength];
        Sign(token[..(IdLength + TimeLength)], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, token[(IdLength + TimeLength)..]))
        {
            return null;
        }

        var issued = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(token[IdLength..]));
        return new FormToken(token[..IdLength].ToArray(), issued);
    }

    private void Sign(ReadOnlySpan<byte> content, Span<byte> signature)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(keys.FormToken, content, full);
        full[..SignatureLength].CopyTo(signature);
    }
}

/// <param name="Id">16 random bytes, new with every form that is served.</param>
public sealed record FormToken(byte[] Id, DateTimeOffset Issued);
