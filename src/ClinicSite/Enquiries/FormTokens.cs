using System.Buffers.Binary;
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
    private const int IdLength = 16, TimeLength = 8;

    public string Issue()
    {
        Span<byte> content = stackalloc byte[IdLength + TimeLength];
        RandomNumberGenerator.Fill(content[..IdLength]);
        BinaryPrimitives.WriteInt64BigEndian(content[IdLength..], clock.GetUtcNow().ToUnixTimeMilliseconds());
        return SignedToken.Write(keys.FormToken, [], content);
    }

    /// <summary>The token's content, or null when it is missing or was not issued here.</summary>
    public FormToken? Read(string? typed)
    {
        Span<byte> content = stackalloc byte[IdLength + TimeLength];
        return SignedToken.TryRead(keys.FormToken, [], typed, content)
            ? new FormToken(content[..IdLength].ToArray(), DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(content[IdLength..])))
            : null;
    }
}

/// <param name="Id">16 random bytes, new with every form that is served.</param>
public sealed record FormToken(byte[] Id, DateTimeOffset Issued);
