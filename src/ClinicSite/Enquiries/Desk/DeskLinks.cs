using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ClinicSite.Clinic;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Desk;

/// <summary>What one link in a mail allows, and nothing else.</summary>
public enum DeskAct
{
    /// <summary>Staff have answered the patient.</summary>
    Answered = 1,

    /// <summary>It is from a person: out of quarantine.</summary>
    Release = 2,

    /// <summary>No answer is needed.</summary>
    Close = 3,
}

/// <param name="EnquiryId">The enquiry that the link is about.</param>
/// <param name="HasExpired">True when it was ours but is too old to act.</param>
public sealed record DeskLink(DeskAct Act, Guid EnquiryId, bool HasExpired);

/// <summary>
/// The signed links in staff mails. Staff need no login, and so there is none to attack.
/// </summary>
/// <remarks>
/// A link names one act on one enquiry until one time, under a MAC of 128 bits, so it can be neither guessed nor turned
/// into another. It holds no reference and no name: who sees it in a log learns nothing. Mail scanners open every link
/// they find, hence a visit only shows a page; the act takes a press of its button. Whoever holds the mail can act, which
/// is right: they can read the enquiry too. The key is that of the form tokens, under a label of its own.
/// </remarks>
public sealed class DeskLinks(KeyRing keys, IOptions<ClinicOptions> clinic, IOptions<DeskOptions> options, TimeProvider clock)
{
    private const int ActLength = 1, IdLength = 16, TimeLength = 8, MacLength = 16;
    private const int ContentLength = ActLength + IdLength + TimeLength;

    /// <summary>A whole address on the clinic's site.</summary>
    /// <param name="since">When the mail was owed: a mail sent again holds the same link.</param>
    public string To(DeskAct act, Enquiry enquiry, DateTimeOffset since)
    {
        Span<byte> token = stackalloc byte[ContentLength + MacLength];
        token[0] = (byte)act;
        enquiry.Id.TryWriteBytes(token[ActLength..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(token[(ActLength + IdLength)..], (since + options.Value.LinksValidFor).ToUnixTimeMilliseconds());
        Sign(token[..ContentLength], token[ContentLength..]);
        return $"{clinic.Value.SiteUrl}/desk/{Base64Url.EncodeToString(token)}";
    }

    /// <returns>Null when it is not one of ours.</returns>
    public DeskLink? Read(string? typed)
    {
        Span<byte> token = stackalloc byte[ContentLength + MacLength];
        if (typed?.Length != Base64Url.GetEncodedLength(token.Length)
            // Not the method with Try in its name: that one throws at what is no base 64.
            || Base64Url.DecodeFromChars(typed, token, out _, out var length) != OperationStatus.Done || length != token.Length)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[MacLength];
        Sign(token[..ContentLength], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, token[ContentLength..]))
        {
            return null;
        }

        var until = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(token[(ActLength + IdLength)..]));
        return new DeskLink((DeskAct)token[0], new Guid(token.Slice(ActLength, IdLength), bigEndian: true), clock.GetUtcNow() > until);
    }

    private void Sign(ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(keys.FormToken, [.. "desk link\n"u8, .. content], full);
        full[..MacLength].CopyTo(mac);
    }
}
