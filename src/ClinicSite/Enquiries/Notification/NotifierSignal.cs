using System.Threading.Channels;

namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// Wakes the notifier. It holds one poke at most; a lost one costs only the poll interval, since what is owed stands in
/// the database and not here.
/// </summary>
public sealed class NotifierSignal
{
    private readonly Channel<bool> _pokes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _pokes.Writer.TryWrite(true);

    /// <summary>For whoever is at work already: true once after a poke, which is then taken.</summary>
    public bool TakePoke() => _pokes.Reader.TryRead(out _);

    /// <summary>Returns when woken or when the time is up, whichever is first.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var woken = _pokes.Reader.ReadAsync(timer.Token).AsTask();
        await Task.WhenAny(woken, Task.Delay(atMost, clock, timer.Token));
        await timer.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }
}
