namespace ClinicSite.Enquiries.Notification;

public enum DeliveryKind
{
    StaffNotice = 1,
    Acknowledgement = 2,

    /// <summary>Daily to staff, about everything and so about no enquiry of its own.</summary>
    Digest = 3,
}

/// <summary>See <see cref="DeliveryRules"/> for the arrows between them.</summary>
public enum DeliveryState
{
    Pending = 1,
    Leased = 2,

    /// <summary>Terminal: wins over any late writer.</summary>
    Sent = 3,

    /// <summary>The relay refuses this recipient: staff are told, it is tried every 6 hours.</summary>
    Blocked = 4,

    /// <summary>Failing for more than 5 days: staff are told daily, it is tried every 6 hours.</summary>
    Stalled = 5,

    /// <summary>Terminal, acknowledgements only: the patient's address does not take mail.</summary>
    Undeliverable = 6,
}

/// <summary>One mail to one recipient that is owed until it is sent. Written in the same transaction as what it is owed for.</summary>
public sealed class Delivery
{
    private Delivery()
    {
    }

    public Guid Id { get; private set; }

    public Guid? EnquiryId { get; private set; }

    public Enquiry? Enquiry { get; private set; }

    public DeliveryKind Kind { get; private set; }

    /// <summary>
    /// Which recipient: a number in the staff list, counted from 0, or -1 for the patient. Never a copied address: the
    /// patient's is read from the sealed details, and a corrected staff address takes effect on mail that still waits.
    /// </summary>
    public int RecipientSlot { get; private set; }

    /// <summary>Without angle brackets. Fixed with the row, so that a repeated mail is recognised as the same.</summary>
    public string MessageId { get; private set; } = "";

    public DeliveryState State { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Since when; its age decides when it counts as stalled.</summary>
    public DateTimeOffset Owed { get; private set; }

    public DateTimeOffset NextAttempt { get; private set; }

    public Guid? LeaseOwner { get; private set; }

    public DateTimeOffset? LeaseEnds { get; private set; }

    /// <summary>How the last attempt failed: at which step and with what code, never the server's words, which may hold an address.</summary>
    public string? LastFailure { get; private set; }

    public DateTimeOffset? Sent { get; private set; }

    public const int PatientSlot = -1;

    /// <summary>The states in which a mail is still owed.</summary>
    public static readonly IReadOnlyList<DeliveryState> Waiting = [DeliveryState.Pending, DeliveryState.Leased, DeliveryState.Blocked, DeliveryState.Stalled];

    public static Delivery ToStaff(int slot, string domain, DateTimeOffset due) => Owe(DeliveryKind.StaffNotice, slot, domain, due);

    public static Delivery ToPatient(string domain, DateTimeOffset due) => Owe(DeliveryKind.Acknowledgement, PatientSlot, domain, due);

    public static Delivery DigestTo(int slot, string domain, DateTimeOffset due) => Owe(DeliveryKind.Digest, slot, domain, due);

    private static Delivery Owe(DeliveryKind kind, int slot, string domain, DateTimeOffset due)
    {
        var id = Guid.CreateVersion7(due);
        return new Delivery
        {
            Id = id,
            Kind = kind,
            RecipientSlot = slot,
            MessageId = $"{id:N}@{domain}",
            State = DeliveryState.Pending,
            Owed = due,
            NextAttempt = due,
        };
    }
}
