using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Details as they are stored: one AES-256-GCM box.</summary>
/// <param name="KeyId">Which key sealed it.</param>
/// <param name="Nonce">96 random bits.</param>
/// <param name="Ciphertext">As long as the JSON document it holds, and the 16 bytes of the tag behind it.</param>
public sealed record SealedText(int KeyId, byte[] Nonce, byte[] Ciphertext);

/// <summary>
/// Seals what a person wrote, so that the database file, its backups and whoever reads them hold no names and no text.
/// </summary>
/// <remarks>
/// The row's id and the key's id are bound in as associated data: a box moved to another row does not open. GCM detects
/// every changed bit, so a damaged row is an error and never wrong text.
/// </remarks>
public sealed class DetailsSeal(KeyRing keys)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public SealedText Seal(EnquiryDetails details, Guid rowId)
    {
        var keyId = keys.CurrentDetailsKeyId;
        var text = JsonSerializer.SerializeToUtf8Bytes(details, Json);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var box = new byte[text.Length + AesGcm.TagByteSizes.MaxSize];
        using var aes = new AesGcm(keys.Details(keyId), AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, text, box.AsSpan(0, text.Length), box.AsSpan(text.Length), Bound(rowId, keyId));
        CryptographicOperations.ZeroMemory(text);
        return new SealedText(keyId, nonce, box);
    }

    /// <exception cref="CryptographicException">The box was changed, belongs to another row, or was sealed with another key.</exception>
    public EnquiryDetails Open(SealedText sealedText, Guid rowId)
    {
        var length = sealedText.Ciphertext.Length - AesGcm.TagByteSizes.MaxSize;
        var text = new byte[length];
        using var aes = new AesGcm(keys.Details(sealedText.KeyId), AesGcm.TagByteSizes.MaxSize);
        aes.Decrypt(sealedText.Nonce, sealedText.Ciphertext.AsSpan(0, length), sealedText.Ciphertext.AsSpan(length), text, Bound(rowId, sealedText.KeyId));
        var details = JsonSerializer.Deserialize<EnquiryDetails>(text, Json)!;
        CryptographicOperations.ZeroMemory(text);
        return details;
    }

    private static byte[] Bound(Guid rowId, int keyId)
    {
        var bound = new byte[16 + sizeof(int)];
        rowId.TryWriteBytes(bound, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bound.AsSpan(16), keyId);
        return bound;
    }
}
