using MimeKit;

namespace ClinicSite.Email;

/// <summary>All that a message is made of; see <see cref="MessageBuilder"/>.</summary>
public sealed record MessageDraft
{
    public required MailboxAddress From { get; init; }

    public required MailboxAddress To { get; init; }

    /// <summary>As it was typed; it becomes Reply-To only if it is one plain address, so the body must name it as well.</summary>
    public string? ReplyTo { get; init; }

    public required string Subject { get; init; }

    /// <summary><c>local@domain</c>, without brackets; the same for every attempt at this message.</summary>
    public required string MessageId { get; init; }

    /// <summary>The same for every attempt at this message; whole seconds are written.</summary>
    public required DateTimeOffset Date { get; init; }

    public required MailDocument Content { get; init; }

    public required MessageOrigin Origin { get; init; }

    /// <summary>The Message-ID of the message this one belongs under, without brackets.</summary>
    public string? InReplyTo { get; init; }
}

/// <summary>Why a program wrote this message (RFC 3834), so that no other program answers it.</summary>
public enum MessageOrigin
{
    /// <summary>On its own account: <c>auto-generated</c>.</summary>
    Event = 1,

    /// <summary>In answer to what the recipient sent: <c>auto-replied</c>.</summary>
    Reply = 2,
}
