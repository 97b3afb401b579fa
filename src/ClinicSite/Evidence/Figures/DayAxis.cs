using System.Globalization;

namespace ClinicSite.Evidence.Figures;

/// <summary>A horizontal axis of whole days, 100 drawing units each, from day 0 to the last day, the last one included.</summary>
public sealed record DayAxis(int LastDay)
{
    private const int UnitsPerDay = 100;

    // Bars are thick lines with round ends: the ends need room on both sides, at the narrowest screen too.
    private const int EndRoom = 30;

    public int Width => (LastDay + 1) * UnitsPerDay;

    /// <summary>SVG path data of the lines between days.</summary>
    public string DayLines(int height) =>
        string.Concat(Enumerable.Range(0, LastDay + 2).Select(day => string.Create(CultureInfo.InvariantCulture, $"M{day * UnitsPerDay} 0v{height}")));

    /// <summary>SVG path data of a bar, drawn as a thick horizontal line.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bar would end after the axis.</exception>
    public string Bar(int fromDay, int toDay, int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(toDay, LastDay);
        var start = (fromDay * UnitsPerDay) + EndRoom;
        var length = ((toDay - fromDay + 1) * UnitsPerDay) - (2 * EndRoom);
        return string.Create(CultureInfo.InvariantCulture, $"M{start} {y}h{length}");
    }
}
