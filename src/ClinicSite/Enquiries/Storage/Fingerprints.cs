using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ClinicSite.Enquiries.Storage;

/// <summary>
/// Keyed MACs that recognise the same answers and the same person without storing either. Without the key they tell
/// nothing, so a list of all phone numbers does not help who holds the file.
/// </summary>
public sealed class Fingerprints(KeyRing keys)
{
    public byte[] OfContent(EnquiryDetails details) => Mac("content", JsonSerializer.Serialize(details));

    public byte[]? OfEmail(string? email) => email is null ? null : Mac("email", email.ToLowerInvariant());

    /// <summary>The number's digits alone, whatever script they are in: how it was spaced does not matter.</summary>
    public byte[]? OfPhone(string? phone) => phone is null ? null : Mac("phone", string.Concat(phone.Where(char.IsDigit).Select(CharUnicodeInfo.GetDecimalDigitValue)));

    private byte[] Mac(string purpose, string text) => HMACSHA256.HashData(keys.Fingerprint, Encoding.UTF8.GetBytes($"{purpose}\n{text}"));
}
