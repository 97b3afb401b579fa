using System.ComponentModel.DataAnnotations;

namespace ClinicSite.Enquiries.Notification;

/// <summary>When a mail that could not be sent is tried again, section <c>Enquiries:Notification</c>.</summary>
public sealed class NotificationOptions : IValidatableObject
{
    public const string Section = "Enquiries:Notification";

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan[] StandardWaits =
        [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    /// <summary>The wait after the first failure, the second, and so on; the last one repeats. There is no last attempt.</summary>
    public IReadOnlyList<TimeSpan> Waits { get; init; } = [];

    /// <summary>How often the database is asked when nobody pokes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Enquiries:Notification:PollInterval must be between 1 second and 5 minutes, for example \"00:00:10\".")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a claimed mail is left to its sender before another may take it; longer than any conversation may last.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "01:00:00", ErrorMessage = "Enquiries:Notification:Lease must be between 2 minutes and 1 hour, for example \"00:03:00\".")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often a blocked or stalled mail is tried again.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "1.00:00:00", ErrorMessage = "Enquiries:Notification:SlowRetry must be between 10 minutes and 1 day, for example \"06:00:00\".")]
    public TimeSpan SlowRetry { get; init; } = TimeSpan.FromHours(6);

    /// <summary>From which age a mail that keeps failing counts as stalled.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "30.00:00:00", ErrorMessage = "Enquiries:Notification:StalledAfter must be between 1 and 30 days, for example \"5.00:00:00\".")]
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromDays(5);

    private IReadOnlyList<TimeSpan> EffectiveWaits => Waits.Count > 0 ? Waits : StandardWaits;

    /// <param name="attempts">How many have failed, from 1.</param>
    public TimeSpan WaitAfter(int attempts) => EffectiveWaits[Math.Min(attempts, EffectiveWaits.Count) - 1];

    // "15" is read as days: without a bound it would be taken, and the relay asked without a pause or not at all.
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Waits
        .Where(wait => wait < ShortestWait || wait > LongestWait)
        .Select(wait => new ValidationResult($"{Section}:{nameof(Waits)} has {wait}. Each wait must be between 1 second and 1 day, for example \"00:05:00\"."));
}
