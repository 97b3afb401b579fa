namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// Keeps a relay that is down from being asked for every waiting mail.
/// </summary>
/// <remarks>
/// Closed: everything goes. A failure of the channel (connection, TLS, sign-in) opens it for 30 s, doubling to 10 min with
/// every further one. When the time is up it is half open: one mail is tried, and the caller takes the newest, because a
/// person who wrote a minute ago is still waiting. A success closes it and the caller makes all waiting mail due. It lives
/// in memory: after a restart the first attempt finds out.
///
/// A relay may also be there and take nothing, mail after mail: 4xx, or lost connections. Then every mail waits by its own
/// schedule, up to an hour or six. So that the relay's recovery is not noticed that late, one mail is tried before its time
/// whenever nothing has been tried for 10 min, and the first that is taken counts as the channel's return. A start knows
/// nothing of the hours before it and expects the worst.
/// </remarks>
public sealed class ChannelBreaker(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>So many refusals one after the other are not one mail's trouble any more.</summary>
    private const int Many = 3;

    private TimeSpan _wait;
    private DateTimeOffset _openUntil = DateTimeOffset.MinValue;
    private int _refusals = Many;
    private DateTimeOffset _lastTry = clock.GetUtcNow();

    public bool IsClosed => _wait == TimeSpan.Zero;

    /// <summary>True when closed or half open; also when the clock was set back, since no wait is that long.</summary>
    public bool MayTry => IsClosed || clock.GetUtcNow() >= _openUntil || _openUntil - clock.GetUtcNow() > Longest;

    /// <summary>True when nothing is taken and nothing has been tried for long; asking counts as trying.</summary>
    public bool TakeProbe()
    {
        var isDue = MayTry && _refusals >= Many && clock.GetUtcNow() - _lastTry >= Longest;
        _lastTry = isDue ? clock.GetUtcNow() : _lastTry;
        return isDue;
    }

    /// <summary>The channel failed.</summary>
    /// <returns>How long nothing will be tried.</returns>
    public TimeSpan Open()
    {
        _wait = IsClosed ? Shortest : _wait * 2 < Longest ? _wait * 2 : Longest;
        _lastTry = clock.GetUtcNow();
        _openUntil = _lastTry + _wait;
        return _wait;
    }

    /// <summary>The relay is there, and did not take this mail for now.</summary>
    /// <returns>True when the channel was down.</returns>
    public bool Refuse()
    {
        var wasOpen = !IsClosed;
        _wait = TimeSpan.Zero;
        _refusals++;
        _lastTry = clock.GetUtcNow();
        return wasOpen;
    }

    /// <summary>The relay took a mail, or refused one for reasons of its own.</summary>
    /// <returns>True when nothing was taken before: the channel has just come back.</returns>
    public bool Close()
    {
        var wasDown = !IsClosed || _refusals >= Many;
        _wait = TimeSpan.Zero;
        _refusals = 0;
        return wasDown;
    }
}
