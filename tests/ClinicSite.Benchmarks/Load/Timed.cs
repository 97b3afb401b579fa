using System.Diagnostics;

namespace ClinicSite.Benchmarks.Load;

/// <summary>What one round measured.</summary>
/// <param name="Took">Each single piece of work, in milliseconds, shortest first.</param>
/// <param name="Elapsed">All of them together, which may have run beside each other.</param>
/// <param name="Processor">Of the process that did the work: what others do on the machine hardly shows in it.</param>
internal sealed record Timed(IReadOnlyList<double> Took, TimeSpan Elapsed, TimeSpan Processor)
{
    public double PerSecond => Took.Count / Elapsed.TotalSeconds;

    /// <summary>Milliseconds of a processor for one piece of work.</summary>
    public double ProcessorEach => Processor.TotalMilliseconds / Took.Count;

    public double P50 => At(50);

    public double P99 => At(99);

    public static Timed Of(IEnumerable<double> took, TimeSpan elapsed, TimeSpan processor) => new([.. took.Order()], elapsed, processor);

    /// <summary>One after the other, in this process.</summary>
    public static async Task<Timed> EachAsync<T>(IReadOnlyCollection<T> pieces, Func<T, Task> work)
    {
        var took = new List<double>(pieces.Count);
        var used = Environment.CpuUsage.TotalTime;
        var all = Stopwatch.StartNew();
        foreach (var piece in pieces)
        {
            var one = Stopwatch.GetTimestamp();
            await work(piece);
            took.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
        }

        return Of(took, all.Elapsed, Environment.CpuUsage.TotalTime - used);
    }

    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    private double At(int percent) => Took[Math.Min(Took.Count - 1, Took.Count * percent / 100)];
}
