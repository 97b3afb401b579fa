using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>Every trace and every measurement of this process, as an attached collector would get them.</summary>
internal sealed class Overheard : IDisposable
{
    private readonly ConcurrentQueue<string> _said = [];
    private readonly ActivityListener _traces;
    private readonly MeterListener _meters = new();

    public Overheard()
    {
        _traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _said.Enqueue(
                $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} "
                + string.Join(' ', activity.Events.Select(happened => $"{happened.Name} {string.Join(' ', happened.Tags)}"))),
        };
        ActivitySource.AddActivityListener(_traces);
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        Hear<long>();
        Hear<int>();
        Hear<double>();
        _meters.Start();
    }

    public IReadOnlyList<string> Said
    {
        get
        {
            _meters.RecordObservableInstruments();
            return [.. _said];
        }
    }

    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }

    private void Hear<T>()
        where T : struct => _meters.SetMeasurementEventCallback<T>((instrument, value, tags, _) => _said.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
}
