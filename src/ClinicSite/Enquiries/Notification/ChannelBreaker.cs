namespace ClinicSite.Enquiries.Notification;

/// <summary>What has come back with an answer of the relay.</summary>
public enum Comeback
{
    Nothing,

    /// <summary>The mailbox it was about takes mail again.</summary>
    Mailbox,

    /// <summary>The relay itself can be used again.</summary>
    Channel,
}

/// <summary>
/// Keeps a relay that is down from being asked for every waiting mail.
/// </summary>
/// <remarks>
/// Closed: everything goes. A failure of the channel (connection, TLS, sign-in, sender) opens it for 30 s, doubling to 10 min with
/// every further one. When the time is up it is half open: one mail is tried, and the caller takes the newest that was
/// not tried yet, because a person who wrote a minute ago is still waiting, or else the one that was tried longest ago. An answer closes it and the caller makes all waiting mail due. It lives
/// in memory: after a restart the first attempt finds out.
///
/// A relay may also be there and take nothing for a mailbox, mail after mail: 4xx, or lost connections. Then every mail
/// waits by its own schedule, up to an hour or six. So that the recovery is not noticed that late, one mail to that mailbox
/// is tried before its time whenever none has been for 10 min, and the first that is taken makes the others due. Counted by
/// mailbox: one that is over its quota must not call up the whole list whenever another one takes something. A start knows
/// nothing of the hours before it and expects the worst of each.
/// </remarks>
public sealed class ChannelBreaker(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>So many refusals one after the other are not one mail's trouble any more.</summary>
    private const int Many = 3;

    private readonly Dictionary<int, (int Refusals, DateTimeOffset LastTry)> _mailboxes = [];
    private TimeSpan _wait;
    private DateTimeOffset _openUntil = DateTimeOffset.MinValue;

    public bool IsClosed => _wait == TimeSpan.Zero;

    /// <summary>True when closed or half open; also when the clock was set back, since no wait is that long.</summary>
    public bool MayTry => IsClosed || clock.GetUtcNow() >= _openUntil || _openUntil - clock.GetUtcNow() > Longest;

    /// <summary>The slots for which nothing is taken and nothing has been tried for long; asking counts as trying.</summary>
    public IReadOnlyList<int> TakeProbes()
    {
        var now = clock.GetUtcNow();
        List<int> due = MayTry ? [.. _mailboxes.Where(one => one.Value.Refusals >= Many && (now - one.Value.LastTry).Duration() >= Longest).Select(one => one.Key)] : [];
        due.ForEach(slot => _mailboxes[slot] = (_mailboxes[slot].Refusals, now));
        return due;
    }

    /// <summary>The channel failed.</summary>
    /// <returns>How long nothing will be tried.</returns>
    public TimeSpan Open()
    {
        _wait = IsClosed ? Shortest : _wait * 2 < Longest ? _wait * 2 : Longest;
        _openUntil = clock.GetUtcNow() + _wait;
        return _wait;
    }

    /// <summary>The relay is there, and did not take this mail for now.</summary>
    public Comeback Refuse(int slot)
    {
        _mailboxes[slot] = (Refusals(slot) + 1, clock.GetUtcNow());
        return Answer();
    }

    /// <summary>The relay took a mail.</summary>
    public Comeback Take(int slot)
    {
        var wasRefused = Refusals(slot) >= Many;
        _mailboxes[slot] = (0, clock.GetUtcNow());
        return Answer() is Comeback.Channel ? Comeback.Channel : wasRefused ? Comeback.Mailbox : Comeback.Nothing;
    }

    /// <summary>The relay is there; what it said concerns one mail alone.</summary>
    public Comeback Answer()
    {
        var wasOpen = !IsClosed;
        _wait = TimeSpan.Zero;
        return wasOpen ? Comeback.Channel : Comeback.Nothing;
    }

    private int Refusals(int slot) => _mailboxes.TryGetValue(slot, out var known) ? known.Refusals : Many;
}
