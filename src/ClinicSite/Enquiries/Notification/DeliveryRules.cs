using ClinicSite.Email;

namespace ClinicSite.Enquiries.Notification;

/// <summary>What becomes of a delivery after an attempt that failed. Nothing here ever ends a staff notice.</summary>
/// <param name="State">Where it goes.</param>
/// <param name="Wait">How long until the next attempt, before jitter.</param>
/// <param name="Counts">False when the failure was the channel's and not this mail's.</param>
public readonly record struct Verdict(DeliveryState State, TimeSpan Wait, bool Counts);

/// <summary>
/// The arrows of the state machine, as one pure function.
/// </summary>
/// <remarks>
/// <code>
/// attempt fails with            staff notice                      acknowledgement
/// ---------------------------------------------------------------------------------
/// 4xx, I/O, timeout, lost reply Pending, back-off                 the same
///   and older than 5 days       Stalled, every 6 h                the same
/// connection, TLS, sign-in,     Pending, the breaker decides when the same
///   or 5xx for the sender
/// 5xx for this recipient        Blocked, every 6 h                Undeliverable (a mistyped address must not ring)
/// </code>
/// </remarks>
public static class DeliveryRules
{
    public static Verdict AfterFailure(Delivery delivery, FailureClass failure, DateTimeOffset now, NotificationOptions options) => failure switch
    {
        FailureClass.Channel => new(DeliveryState.Pending, TimeSpan.Zero, Counts: false),
        FailureClass.Recipient when delivery.Kind == DeliveryKind.Acknowledgement => new(DeliveryState.Undeliverable, TimeSpan.Zero, Counts: true),
        FailureClass.Recipient => new(DeliveryState.Blocked, options.SlowRetry, Counts: true),
        _ when now - delivery.Owed >= options.StalledAfter => new(DeliveryState.Stalled, options.SlowRetry, Counts: true),
        _ => new(DeliveryState.Pending, options.WaitAfter(delivery.Attempts + 1), Counts: true),
    };
}
