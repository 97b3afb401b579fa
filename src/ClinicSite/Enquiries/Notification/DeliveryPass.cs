using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// One pass over the mail that is due: each row is claimed, composed, sent and recorded.
/// </summary>
/// <remarks>
/// <code>
/// Pending, Blocked, Stalled ── due, claimed ──► Leased ── accepted ──► Sent   (terminal)
///        ▲                                        │
///        ├────────── failed, see DeliveryRules ◄──┤
///        └────────── lease expired, or released ◄─┘
/// </code>
/// A claim is a compare-and-swap in the database: of two claimers one gets the row. A crash before the send leaves a
/// lease, which the next start releases and time ends; the mail goes out then. A crash between the relay's "accepted" and
/// the note of it sends the mail a second time, with the same Message-ID, Date and text, which mail programs recognise: at
/// least once, and once as a rule. A shutdown lets the conversation that is going on come to its end, for five seconds: cut
/// off behind the last line of a message it would be held again after the start. What is cut off then is no attempt: the
/// lease is handed back. When the channel itself fails,
/// the pass ends and <see cref="ChannelBreaker"/> says when the next one may try; the newest mail goes first then, and new
/// and old alternate after it, so a queue of thousands never hides the person who has just written. One mail for whose sake
/// a relay refuses everything takes its turn like the others. A pass that takes long ends all the same, and the next one
/// sees what has become due meanwhile, a digest or what another program has released.
/// </remarks>
public sealed partial class DeliveryPass(
    IDbContextFactory<EnquiryDb> databases,
    DeliveryRows rows,
    DeliveryComposer composer,
    IEmailTransport transport,
    ChannelBreaker breaker,
    NotifierSignal signal,
    EnquiryMetrics metrics,
    IOptions<NotificationOptions> options,
    IOptions<ClinicOptions> clinic,
    TimeProvider clock,
    ILogger<DeliveryPass> log)
{
    /// <summary>Short of the ten seconds that container managers wait before they kill.</summary>
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(5);

    /// <summary>What a clock that is kept right is moved by, at most.</summary>
    private static readonly TimeSpan SmallestStep = TimeSpan.FromMinutes(1);

    /// <summary>Of one pass; a mailbox at which the relay hangs can take a minute for each of its mails.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    private DateTimeOffset _lastPass = DateTimeOffset.MinValue + SmallestStep;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (clock.GetUtcNow() < _lastPass - SmallestStep)
        {
            // The clock was set back: what was to wait a minute would wait for hours, and a retry too early does no harm.
            await rows.MakeAllDueAsync(cancellation);
        }

        _lastPass = clock.GetUtcNow();
        foreach (var slot in breaker.TakeProbes())
        {
            await rows.MakeNewestDueAsync(slot);
        }

        while (breaker.MayTry && await rows.DueAsync(cancellation) is { Count: > 0 } due)
        {
            foreach (var (place, id) in due.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                var isProbe = !breaker.IsClosed;
                if (await rows.ClaimAsync(id, cancellation))
                {
                    await DeliverAsync(id, cancellation);
                }

                if (clock.GetUtcNow() - _lastPass >= LongEnough)
                {
                    return;
                }

                // Somebody has written: the newest need not wait for the rest of an old list. Asked only after each old
                // mail, which would starve in a busy hour otherwise.
                var isOutdated = place % 2 == 1 && signal.TakePoke();
                if (!breaker.MayTry || isProbe || isOutdated)
                {
                    // The channel is down, or has just come back and has made more due than this list knows.
                    break;
                }
            }
        }
    }

    private async Task DeliverAsync(Guid id, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        if (await database.Deliveries.AsNoTracking().Include(row => row.Enquiry).SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } delivery)
        {
            // Erased since it was claimed.
            return;
        }

        // A relay that cannot be reached counts as no attempt, and leaves its failure.
        if (delivery is { Attempts: 0, LastFailure: null })
        {
            metrics.FirstAttempt(clock.GetUtcNow() - delivery.Owed);
        }

        SendOutcome outcome;
        try
        {
            using var message = await composer.ComposeAsync(delivery, database, cancellation);
            using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
            await using var stop = cancellation.Register(() => cut.CancelAfter(ShutdownPatience));
            outcome = await transport.SendAsync(message, cut.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await rows.ReleaseAsync(id);
            throw;
        }
#pragma warning disable CA1031 // because one mail that cannot be made must not hold up the others
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            var verdict = DeliveryRules.AfterFailure(delivery, FailureClass.Transient, clock.GetUtcNow(), options.Value);
            await rows.RecordFailureAsync(delivery, verdict, $"Unexpected {unexpected.GetType().Name}");
            LogUnexpected(Name(delivery), delivery.Kind, unexpected.GetType().Name);
            return;
        }

        if (outcome.IsSent)
        {
            await RecordSentAsync(id, cancellation);
            metrics.Sent(delivery.Kind);
            LogSent(Name(delivery), delivery.Kind, delivery.Attempts + 1);
            await ReturnAsync(breaker.Take(delivery.RecipientSlot), delivery.RecipientSlot);
        }
        else
        {
            await FailAsync(delivery, outcome.Failure.Value, outcome.Code);
        }
    }

    /// <summary>
    /// A mail that went out and is not noted would go out again when its lease ends: while the database takes no note,
    /// nothing else is sent. Only a stop ends the waiting.
    /// </summary>
    private async Task RecordSentAsync(Guid id, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await rows.RecordSentAsync(id);
                return;
            }
            catch (StorageBusyException failure)
            {
                LogNotNoted(failure);
                await Task.Delay(options.Value.PollInterval, clock, cancellation);
            }
        }
    }

    private async Task FailAsync(Delivery delivery, FailureClass failure, string code)
    {
        var verdict = DeliveryRules.AfterFailure(delivery, failure, clock.GetUtcNow(), options.Value);
        await rows.RecordFailureAsync(delivery, verdict, code);
        metrics.Failed(failure);
        var reference = Name(delivery);
        if (failure == FailureClass.Channel)
        {
            LogChannelDown(code, breaker.Open());
            return;
        }

        // The relay has answered: whatever it said, it is there.
        await ReturnAsync(failure == FailureClass.Transient ? breaker.Refuse(delivery.RecipientSlot) : breaker.Answer(), delivery.RecipientSlot);
        // A patient's mistyped address is no trouble of the clinic's: the digest tells of it.
        if (verdict.State is DeliveryState.Blocked or DeliveryState.Stalled && delivery.Kind != DeliveryKind.Acknowledgement)
        {
            LogStuck(reference, delivery.Kind, MailboxOf(delivery.RecipientSlot), verdict.State, code, delivery.Attempts + 1);
        }
        else
        {
            LogFailed(reference, delivery.Kind, MailboxOf(delivery.RecipientSlot), failure, code, delivery.Attempts + 1, verdict.State);
        }
    }

    /// <summary>When the channel or a mailbox has just come back, what waits for it is due now.</summary>
    private async Task ReturnAsync(Comeback back, int slot)
    {
        switch (back)
        {
            case Comeback.Channel when await rows.MakeRefusedDueAsync() is > 0 and var count:
                LogChannelBack(count);
                break;
            case Comeback.Mailbox when await rows.MakeRefusedDueAsync(slot) is > 0 and var count:
                LogMailboxBack(MailboxOf(slot), count);
                break;
        }
    }

    /// <summary>A digest is about no enquiry of its own.</summary>
    private string Name(Delivery delivery) =>
        delivery.Enquiry is { } enquiry ? Reference.Show(enquiry.Reference, clinic.Value.ReferencePrefix) : "(all)";

    /// <summary>By the setting that names it; a patient's has none.</summary>
    private static string MailboxOf(int slot) => slot == Delivery.PatientSlot ? "a patient" : $"Email:Staff:{slot}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Enquiry {Reference}: {Kind} sent (attempt {Attempt})")]
    private partial void LogSent(string reference, DeliveryKind kind, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Enquiry {Reference}: {Kind} not sent to {Mailbox}, {Failure} {Code} (attempt {Attempt}); it is now {State}")]
    private partial void LogFailed(string reference, DeliveryKind kind, string mailbox, FailureClass failure, string code, int attempt, DeliveryState state);

    [LoggerMessage(Level = LogLevel.Error, Message = "Enquiry {Reference}: {Kind} to {Mailbox} is {State}, {Code} (attempt {Attempt}); somebody has to look, and it is tried every few hours")]
    private partial void LogStuck(string reference, DeliveryKind kind, string mailbox, DeliveryState state, string code, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail relay cannot be used, {Code}; nothing is lost, the next try is in {Wait}")]
    private partial void LogChannelDown(string code, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Information, Message = "The mail relay takes mail again; {Count} more waiting mail(s) are due now")]
    private partial void LogChannelBack(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The mail relay takes mail to {Mailbox} again; {Count} more waiting mail(s) are due now")]
    private partial void LogMailboxBack(string mailbox, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail was sent and the database takes no note of it; it is tried again, and no other mail is sent before")]
    private partial void LogNotNoted(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Enquiry {Reference}: {Kind} could not be made, {Exception}; it is tried again")]
    private partial void LogUnexpected(string reference, DeliveryKind kind, string exception);
}
