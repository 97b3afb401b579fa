using System.Globalization;

namespace ClinicSite.Treatments.Figures;

/// <summary>
/// A horizontal axis in per cent that starts at zero. It measures in tenths of a per cent, so that drawings need whole
/// numbers only; every bar of a chart takes its length from the same axis.
/// </summary>
/// <param name="Max">The last tick, in per cent; no bar may be longer.</param>
/// <param name="Step">From tick to tick, in per cent.</param>
public sealed record PercentAxis(int Max, int Step)
{
    private const int UnitsPerPercent = 10;

    public int Width => Max * UnitsPerPercent;

    public IEnumerable<int> Ticks
    {
        get
        {
            for (var tick = 0; tick <= Max; tick += Step)
            {
                yield return tick;
            }
        }
    }

    /// <summary>The length of a bar in drawing units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bar would be cut off, and a cut bar lies.</exception>
    public int Length(decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, Max);
        return (int)Math.Round(percent * UnitsPerPercent, MidpointRounding.AwayFromZero);
    }

    /// <summary>SVG path data of the tick lines, each <paramref name="height"/> units tall.</summary>
    public string TickLines(int height) =>
        string.Concat(Ticks.Select(tick => string.Create(CultureInfo.InvariantCulture, $"M{tick * UnitsPerPercent} 0v{height}")));
}
