using MimeKit;

namespace ClinicSite.Email;

/// <summary>Takes one message for one recipient to the place from which others carry it on.</summary>
public interface IEmailTransport
{
    /// <summary>Where messages go, for the start-up log: <c>smtp://host:port</c> or a folder. It names no person and no secret.</summary>
    string Destination { get; }

    /// <summary>
    /// Every failure of the channel is an outcome, not an exception. "Sent" is certain; "failed" may be wrong when the
    /// reply was lost, so the caller sends the same message, under the same Message-ID, again.
    /// </summary>
    /// <exception cref="ArgumentException">The message has not exactly one sender and one recipient.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: no attempt was made that counts.</exception>
    Task<SendOutcome> SendAsync(MimeMessage message, CancellationToken cancellationToken);
}
