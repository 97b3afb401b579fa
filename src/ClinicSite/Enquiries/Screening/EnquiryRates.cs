using System.Net;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Screening;

/// <summary>
/// How much comes from one address, and from everybody.
/// </summary>
/// <remarks>
/// Four counts. Posts of one address: over the hard limit they are refused with the form kept. Enquiries of one address, and of all
/// together: over these limits they are set aside. Enquiries of the last 24 hours: beyond the budget nothing is stored, so that a flood
/// cannot fill the disk. An enquiry counts once it is stored; a correction, a repeat or one that could not be stored does not.
/// The counts are in memory only. An address is written nowhere; it is forgotten when its longest window has passed, when
/// more than <see cref="ScreeningOptions.TrackedAddresses"/> others have come since, and at a restart. Someone with very
/// many addresses can therefore outrun the first two counts, but not the last two; the last one is read back from the
/// database after a restart.
/// </remarks>
public sealed class EnquiryRates(IOptions<ScreeningOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ScreeningOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, LinkedListNode<Client>> _clients = [];
    private readonly LinkedList<Client> _byLastSeen = new();
    private readonly RecentTimes _site = new(options.Value.SiteLimit, options.Value.SiteWindow);
    private RecentTimes? _day;

    /// <summary>How many addresses are in memory.</summary>
    public int Tracked
    {
        get
        {
            lock (_gate)
            {
                return _clients.Count;
            }
        }
    }

    /// <summary>True until <see cref="RememberDay"/> was told what is stored already.</summary>
    public bool IsDayUnknown => _day is null;

    /// <summary>Counts a post.</summary>
    /// <returns>Null when it may go on; else how long until one may, and this one is not counted.</returns>
    public TimeSpan? Knock(IPAddress? remote)
    {
        if (ClientAddress.KeyOf(remote) is not { } address)
        {
            return null;
        }

        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var posts = Seen(address, now).Posts;
            var wait = posts.WaitAt(now);
            if (wait is null)
            {
                posts.Add(now);
            }

            return wait;
        }
    }

    /// <param name="received">When the enquiries of the last 24 hours came, oldest first.</param>
    public void RememberDay(IEnumerable<DateTimeOffset> received)
    {
        lock (_gate)
        {
            _day = new RecentTimes(_options.DailyRows, Day);
            var now = clock.GetUtcNow();
            foreach (var time in received.Where(time => time <= now))
            {
                _day.Add(time);
            }
        }
    }

    /// <summary>Counts a new enquiry that is about to be stored.</summary>
    /// <exception cref="DayFullException">The day's budget is used up; nothing was counted.</exception>
    public Admission Admit(IPAddress? remote)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_day?.WaitAt(now) is { } wait)
            {
                throw new DayFullException(wait);
            }

            var enquiries = ClientAddress.KeyOf(remote) is { } address ? Seen(address, now).Enquiries : null;
            var admission = new Admission(remote, now, enquiries?.WaitAt(now) is not null, _site.WaitAt(now) is not null);
            enquiries?.Add(now);
            _site.Add(now);
            _day?.Add(now);
            return admission;
        }
    }

    /// <summary>Takes back what could not be stored after all.</summary>
    public void Withdraw(Admission admission)
    {
        lock (_gate)
        {
            if (ClientAddress.KeyOf(admission.Remote) is { } address)
            {
                Seen(address, clock.GetUtcNow()).Enquiries.Remove(admission.Time);
            }

            _site.Remove(admission.Time);
            _day?.Remove(admission.Time);
        }
    }

    private Client Seen(IPAddress address, DateTimeOffset now)
    {
        Forget(now);
        if (_clients.TryGetValue(address, out var known))
        {
            _byLastSeen.Remove(known);
        }
        else
        {
            known = new LinkedListNode<Client>(new Client(address, _options));
            _clients.Add(address, known);
        }

        known.Value.LastSeen = now;
        _byLastSeen.AddLast(known);
        return known.Value;
    }

    /// <summary>Lets go of those whose windows have passed and, where there are too many, of the one not seen for longest.</summary>
    private void Forget(DateTimeOffset now)
    {
        var longest = _options.HardWindow > _options.SoftWindow ? _options.HardWindow : _options.SoftWindow;
        while (_byLastSeen.First is { } oldest && (oldest.Value.LastSeen + longest <= now || oldest.Value.LastSeen > now || _clients.Count >= _options.TrackedAddresses))
        {
            _byLastSeen.Remove(oldest);
            _clients.Remove(oldest.Value.Address);
        }
    }

    private sealed class Client(IPAddress address, ScreeningOptions options)
    {
        public IPAddress Address => address;

        public DateTimeOffset LastSeen { get; set; }

        public RecentTimes Posts { get; } = new(options.HardLimit, options.HardWindow);

        public RecentTimes Enquiries { get; } = new(options.SoftLimit, options.SoftWindow);
    }
}

/// <summary>A new enquiry that was counted, and which limits it went over.</summary>
public sealed record Admission(IPAddress? Remote, DateTimeOffset Time, bool IsOverSoftRate, bool IsOverSiteRate);

/// <summary>As many enquiries as may be are stored; nothing was.</summary>
public sealed class DayFullException(TimeSpan wait) : Exception("The day's budget of enquiries is used up.")
{
    /// <summary>Until the next fits.</summary>
    public TimeSpan Wait => wait;
}
