using System.Globalization;
using Microsoft.Extensions.Options;

namespace ClinicSite.Clinic;

/// <summary>One day's opening; both ends in the clinic's own time zone.</summary>
public readonly record struct Opening(TimeOnly From, TimeOnly Until);

/// <summary>
/// When the clinic is open, and what "within eight working hours" means as a point in time. Holidays, weekends and
/// the change to and from summer time are counted in the clinic's time zone.
/// </summary>
public sealed class OpeningHours(IOptions<ClinicOptions> options)
{
    /// <summary>A longer closure than this is not looked past.</summary>
    private const int FarthestDays = 366;

    private readonly Dictionary<DayOfWeek, Opening> _week = Parse(options.Value.OpeningHours);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);
    private readonly HashSet<DateOnly> _holidays = [.. options.Value.Holidays];

    /// <summary>Monday first, closed days left out.</summary>
    public IEnumerable<(DayOfWeek Day, Opening Opening)> Week =>
        _week.OrderBy(day => ((int)day.Key + 6) % 7).Select(day => (day.Key, day.Value));

    public DateTimeOffset ToClinicTime(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone);

    /// <summary>What day it is at the clinic.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(ToClinicTime(moment).DateTime);

    /// <summary>The moment at which the clinic's clock shows that time on that day.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var wall = day.ToDateTime(time);
        // A time inside the hour that summer time skips begins when the clock has jumped.
        while (_zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(15);
        }

        return new DateTimeOffset(wall, _zone.GetUtcOffset(wall));
    }

    /// <summary>As it stands in a promise: "11 am on Tuesday 6 May", "5:30 pm on Friday 9 May", in clinic time.</summary>
    public string InWords(DateTimeOffset moment)
    {
        var local = ToClinicTime(moment);
        // A promise is never made later than it is: minutes are rounded down to five.
        local = local.AddMinutes(-(local.Minute % 5));
        var time = local.ToString(local.Minute == 0 ? "h tt" : "h:mm tt", CultureInfo.InvariantCulture).ToLowerInvariant();
        return $"{time} on {local.ToString("dddd d MMMM", CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// The moment at which <paramref name="working"/> of opening time has passed since <paramref name="start"/>. In a closure
    /// that leaves too little of it in a year, the end of that year: whoever asks is told a late time, and is not turned away.
    /// </summary>
    public DateTimeOffset AddWorkingTime(DateTimeOffset start, TimeSpan working)
    {
        var local = ToClinicTime(start);
        var left = working;
        var last = DayOf(local).AddDays(FarthestDays);
        for (var day = DayOf(local); day <= last; day = day.AddDays(1))
        {
            if (!_week.TryGetValue(day.DayOfWeek, out var opening) || _holidays.Contains(day))
            {
                continue;
            }

            var opens = At(day, opening.From);
            var closes = At(day, opening.Until);
            var from = start > opens ? start : opens;
            if (from >= closes)
            {
                continue;
            }

            if (closes - from >= left)
            {
                return ToClinicTime(from + left);
            }

            left -= closes - from;
        }

        return ToClinicTime(At(last.AddDays(1), TimeOnly.MinValue));
    }

    /// <summary>Reads <c>"Monday": "09:00-17:30"</c>.</summary>
    /// <exception cref="FormatException">A day or its hours cannot be read; the message names them.</exception>
    public static Dictionary<DayOfWeek, Opening> Parse(IReadOnlyDictionary<string, string> hours)
    {
        var week = new Dictionary<DayOfWeek, Opening>();
        foreach (var (dayName, text) in hours)
        {
            var ends = text.Split('-', StringSplitOptions.TrimEntries);
            // One day each: what is read as a number, or as several, would become another day.
            if (!Enum.GetNames<DayOfWeek>().Contains(dayName, StringComparer.OrdinalIgnoreCase) || !Enum.TryParse<DayOfWeek>(dayName, ignoreCase: true, out var day)
                || ends.Length != 2 || !TryTime(ends[0], out var from) || !TryTime(ends[1], out var until) || from >= until)
            {
                throw new FormatException($"\"{dayName}\": \"{text}\"");
            }

            week[day] = new Opening(from, until);
        }

        return week;
    }

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
