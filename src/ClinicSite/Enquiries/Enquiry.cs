using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;

namespace ClinicSite.Enquiries;

/// <summary>Where an enquiry stands with the spam screen.</summary>
public enum EnquiryStatus
{
    Clean = 1,
    Quarantined = 2,

    /// <summary>Was quarantined; a person said it is real.</summary>
    Released = 3,
}

/// <summary>Where it stands with the staff.</summary>
public enum DeskState
{
    New = 1,
    Answered = 2,
    Closed = 3,
}

/// <summary>One enquiry as it is stored. What the person wrote is only in <see cref="Details"/>, sealed.</summary>
public sealed class Enquiry
{
    private Enquiry()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>Eight characters, unique; see <see cref="Enquiries.Reference"/>.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>The form token's random part; null when the post carried none of ours.</summary>
    public byte[]? TokenId { get; private set; }

    /// <summary>Keyed MAC over the details: unique together with the token, which makes a repeat recognisable.</summary>
    public byte[] ContentFingerprint { get; private set; } = [];

    public DateTimeOffset Received { get; private set; }

    public EnquiryStatus Status { get; private set; }

    /// <summary>0 to 100 and more; see the Screening room.</summary>
    public int Score { get; private set; }

    /// <summary>Names of the signals that made the score, separated by spaces.</summary>
    public string ScoreReasons { get; private set; } = "";

    public SealedText Details { get; private set; } = null!;

    /// <summary>Keyed MAC of the normalised address: finds a person's rows without storing the address.</summary>
    public byte[]? EmailFingerprint { get; private set; }

    public byte[]? PhoneFingerprint { get; private set; }

    /// <summary>The earlier enquiry that came from the same form: with other answers, or with the same once staff had settled it.</summary>
    public Guid? FollowsId { get; private set; }

    public string ConsentVersion { get; private set; } = "";

    public DeskState Desk { get; private set; }

    /// <summary>When the desk last settled it or took that back; null before.</summary>
    public DateTimeOffset? DeskChanged { get; private set; }

    /// <summary>The promised latest answer, fixed when the enquiry arrived.</summary>
    public DateTimeOffset ReplyDue { get; private set; }

    public List<Delivery> Deliveries { get; private set; } = [];

    /// <summary>A new enquiry, its details sealed under its own id.</summary>
    public static Enquiry Receive(
        EnquiryDetails details,
        FormToken? token,
        SpamScore score,
        Enquiry? follows,
        DateTimeOffset received,
        DateTimeOffset replyDue,
        DetailsSeal seal,
        Fingerprints fingerprints)
    {
        var id = Guid.CreateVersion7(received);
        return new Enquiry
        {
            Id = id,
            Reference = Enquiries.Reference.New(),
            TokenId = token?.Id,
            ContentFingerprint = fingerprints.OfContent(details),
            Received = received,
            Status = score.IsQuarantined ? EnquiryStatus.Quarantined : EnquiryStatus.Clean,
            Score = score.Points,
            ScoreReasons = score.Reasons,
            Details = seal.Seal(details, id),
            EmailFingerprint = fingerprints.OfEmail(details.Email),
            PhoneFingerprint = fingerprints.OfPhone(details.Phone),
            FollowsId = follows?.Id,
            ConsentVersion = ConsentWording.Version,
            Desk = DeskState.New,
            ReplyDue = replyDue,
        };
    }

    public void Owe(IEnumerable<Delivery> mails) => Deliveries.AddRange(mails);

    /// <summary>Answered or closed; an enquiry that already is keeps the time of the first.</summary>
    public void Settle(DeskState state, DateTimeOffset now)
    {
        if (Desk != state)
        {
            Desk = state;
            DeskChanged = now;
        }
    }

    /// <summary>It was settled by mistake: it waits again as it did before, set aside or not.</summary>
    public void Reopen(DateTimeOffset now)
    {
        if (Desk != DeskState.New)
        {
            Desk = DeskState.New;
            DeskChanged = now;
        }
    }

    /// <summary>Seals the same details with the newest key.</summary>
    public void Reseal(DetailsSeal seal) => Details = seal.Seal(seal.Open(Details, Id), Id);

    /// <summary>A person said it is real. Had it been closed for spam, it waits for an answer again.</summary>
    public void Release(DateTimeOffset now)
    {
        Status = EnquiryStatus.Released;
        if (Desk == DeskState.Closed)
        {
            Reopen(now);
        }
    }
}
