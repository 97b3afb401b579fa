using System.Buffers.Binary;
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

    /// <summary>It was marked as answered by mistake. Offered on the page after that, in no mail.</summary>
    Reopen = 4,
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
    private const int ActLength = 1, IdLength = 16, TimeLength = 8;

    private static ReadOnlySpan<byte> Label => "desk link\n"u8;

    /// <summary>A whole address on the clinic's site.</summary>
    /// <param name="since">When the mail was owed: a mail sent again holds the same link.</param>
    public string To(DeskAct act, Enquiry enquiry, DateTimeOffset since)
    {
        Span<byte> content = stackalloc byte[ActLength + IdLength + TimeLength];
        content[0] = (byte)act;
        enquiry.Id.TryWriteBytes(content[ActLength..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content[(ActLength + IdLength)..], (since + options.Value.LinksValidFor).ToUnixTimeMilliseconds());
        return $"{clinic.Value.SiteUrl}/desk/{SignedToken.Write(keys.FormToken, Label, content)}";
    }

    /// <returns>Null when it is not one of ours.</returns>
    public DeskLink? Read(string? typed)
    {
        Span<byte> content = stackalloc byte[ActLength + IdLength + TimeLength];
        if (!SignedToken.TryRead(keys.FormToken, Label, typed, content))
        {
            return null;
        }

        var until = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(content[(ActLength + IdLength)..]));
        return new DeskLink((DeskAct)content[0], new Guid(content.Slice(ActLength, IdLength), bigEndian: true), clock.GetUtcNow() > until);
    }
}
