using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace ClinicSite.Email;

/// <summary>
/// From a draft to the message as it travels.
///
/// The same draft gives the same bytes, today and after a restart: Message-ID and Date come with the draft and the
/// boundary is derived from the Message-ID, so a message sent again after a crash or a lost reply is a copy that mail
/// systems recognise. Nothing is drawn at random and no clock is read.
///
/// No text can become a header: line breaks and control characters are dropped from the subject and the names, and
/// addresses must pass <see cref="Mailbox"/>. Bodies are UTF-8 in quoted-printable, which any relay takes unchanged
/// (seven bits, lines of at most 76 characters).
/// </summary>
public static class MessageBuilder
{
    /// <exception cref="ArgumentException">A sender, recipient or identifier cannot stand in a header.</exception>
    public static MimeMessage Build(MessageDraft draft)
    {
        var message = new MimeMessage();
        message.From.Add(Address(draft.From, "sender"));
        message.To.Add(Address(draft.To, "recipient"));
        if (Mailbox.TryParseAddress(draft.ReplyTo, out var replyTo))
        {
            message.ReplyTo.Add(replyTo);
        }

        message.Subject = SafeText.Line(draft.Subject);
        message.MessageId = draft.MessageId;
        message.Date = draft.Date;
        if (draft.InReplyTo is not null)
        {
            message.InReplyTo = draft.InReplyTo;
            message.References.Add(message.InReplyTo);
        }

        message.Headers.Add(HeaderId.AutoSubmitted, draft.Origin == MessageOrigin.Reply ? "auto-replied" : "auto-generated");
        // Exchange ignores Auto-Submitted: an absent nurse's out-of-office note would go to the patient. Bounces stay welcome.
        message.Headers.Add("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply");
        message.Body = Body(draft.Content, message.MessageId);
        return message;
    }

    private static MailboxAddress Address(MailboxAddress mailbox, string role) =>
        Mailbox.TryParseAddress(mailbox.Address, out var plain)
            ? new MailboxAddress(Encoding.UTF8, SafeText.Line(mailbox.Name), plain.Address)
            : throw new ArgumentException($"The {role}'s address is not one that can be sent to.", nameof(mailbox));

    private static MultipartAlternative Body(MailDocument content, string messageId)
    {
        var body = new MultipartAlternative(Part(TextFormat.Plain, content.ToText()), Part(TextFormat.Html, content.ToHtml()));
        // "=_" cannot occur in quoted-printable text, so no body can hold the boundary.
        body.Boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16));
        return body;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        return part;
    }
}
