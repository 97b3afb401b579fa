namespace ClinicSite.Enquiries.Screening;

/// <summary>The last so many times; it is full when all of them lie within the window.</summary>
public sealed class RecentTimes(int limit, TimeSpan window)
{
    private readonly Queue<DateTimeOffset> _times = new();

    /// <summary>How long until one more fits; null when it fits now.</summary>
    public TimeSpan? WaitAt(DateTimeOffset now)
    {
        // One that is still to come was counted while the clock ran ahead.
        while (_times.TryPeek(out var oldest) && (oldest + window <= now || oldest > now))
        {
            _times.Dequeue();
        }

        return _times.Count >= limit ? _times.Peek() + window - now : null;
    }

    public void Add(DateTimeOffset time)
    {
        if (_times.Count >= limit)
        {
            _times.Dequeue();
        }

        _times.Enqueue(time);
    }

    /// <summary>Takes one such time back.</summary>
    public void Remove(DateTimeOffset time)
    {
        var taken = false;
        for (var left = _times.Count; left > 0; left--)
        {
            var other = _times.Dequeue();
            if (taken || other != time)
            {
                _times.Enqueue(other);
            }
            else
            {
                taken = true;
            }
        }
    }
}
