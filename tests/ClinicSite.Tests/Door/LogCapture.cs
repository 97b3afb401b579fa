using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace ClinicSite.Tests.Door;

/// <summary>Every log event of one site, as a reader of the log would see it.</summary>
public sealed class LogCapture : ILogEventSink
{
    /// <summary>From what <c>FormOnPage.FillValid</c> types.</summary>
    private static readonly string[] UsualVisitor = ["Okafor", "amina@"];

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Waits until so many lines hold this text.</summary>
    public async Task SawAsync(string text, int times = 1)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_lines.Count(line => line.Contains(text, StringComparison.Ordinal)) >= times)
                {
                    return;
                }

                next = _next.Task;
            }

            try
            {
                await next.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"\"{text}\" was not logged {times} times. The last lines:\n{string.Join('\n', Lines.TakeLast(12))}");
            }
        }
    }

    /// <summary>Fails when a line holds what the tests' usual visitor types: a log names no person, whatever happened.</summary>
    public void AssertNamesNobody()
    {
        var telling = Lines.FirstOrDefault(line => UsualVisitor.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.True(telling is null, $"The log tells who wrote: {telling}");
    }

    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            _lines.Add($"{logEvent.Level} {logEvent.RenderMessage(CultureInfo.InvariantCulture)} | {string.Join(' ', logEvent.Properties)} {logEvent.Exception}");
            _next.SetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
