using System.Diagnostics.Metrics;
using ClinicSite.Email;
using ClinicSite.Enquiries.Notification;

namespace ClinicSite.Enquiries;

/// <summary>
/// What can be counted about enquiries and their mail, in the meter <c>ClinicSite.Enquiries</c>; <c>dotnet-counters</c> or any
/// collector reads it. Numbers and classes alone, never a word or an address.
/// </summary>
public sealed class EnquiryMetrics
{
    public const string MeterName = "ClinicSite.Enquiries";

    private readonly Counter<long> _received, _quarantined, _sent, _failed;
    private readonly Histogram<double> _firstAttempt;
    private long _oldestUndelivered;

    public EnquiryMetrics(IMeterFactory meters)
    {
#pragma warning disable CA2000 // because the factory owns its meters and disposes of them
        var meter = meters.Create(MeterName);
#pragma warning restore CA2000
        _received = meter.CreateCounter<long>("enquiries.received", "{enquiry}", "Enquiries stored, the quarantined ones included");
        _quarantined = meter.CreateCounter<long>("enquiries.quarantined", "{enquiry}", "Enquiries set aside by the spam screen");
        _sent = meter.CreateCounter<long>("mail.sent", "{mail}", "Mails that the relay has taken, by kind");
        _failed = meter.CreateCounter<long>("mail.failed", "{attempt}", "Attempts that failed, by class");
        _firstAttempt = meter.CreateHistogram<double>("mail.first_attempt", "s", "From the moment a mail was owed to its first attempt");
        meter.CreateObservableGauge("mail.oldest_undelivered", () => OldestUndelivered.TotalSeconds, "s", "Age of the oldest mail to staff that still waits, as of the last check");
    }

    /// <summary>Set by whoever looks at the queue; zero when nothing waits.</summary>
    public TimeSpan OldestUndelivered
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _oldestUndelivered));
        set => Interlocked.Exchange(ref _oldestUndelivered, value.Ticks);
    }

    public void Received(EnquiryStatus status)
    {
        _received.Add(1);
        if (status == EnquiryStatus.Quarantined)
        {
            _quarantined.Add(1);
        }
    }

    public void FirstAttempt(TimeSpan after) => _firstAttempt.Record(after.TotalSeconds);

    public void Sent(DeliveryKind kind) => _sent.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    public void Failed(FailureClass failure) => _failed.Add(1, new KeyValuePair<string, object?>("class", failure.ToString()));
}
