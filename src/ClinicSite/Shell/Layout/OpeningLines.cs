using System.Globalization;
using ClinicSite.Clinic;

namespace ClinicSite.Shell.Layout;

/// <summary>The week as people say it: days that follow each other and open alike share a line.</summary>
public static class OpeningLines
{
    private static readonly CultureInfo Clock = CultureInfo.InvariantCulture;

    /// <param name="week">Monday first, closed days left out.</param>
    public static IEnumerable<string> Of(IEnumerable<(DayOfWeek Day, Opening Opening)> week)
    {
        var runs = new List<(DayOfWeek First, DayOfWeek Last, Opening Opening)>();
        foreach (var (day, opening) in week)
        {
            if (runs.Count > 0 && runs[^1].Opening == opening && ((int)runs[^1].Last + 1) % 7 == (int)day)
            {
                runs[^1] = runs[^1] with { Last = day };
            }
            else
            {
                runs.Add((day, day, opening));
            }
        }

        return runs.Select(run => $"{Days(run.First, run.Last)} {Time(run.Opening.From)} to {Time(run.Opening.Until)}");
    }

    private static string Days(DayOfWeek first, DayOfWeek last) => first == last ? $"{first}" : $"{first} to {last}";

    private static string Time(TimeOnly time) =>
        time.ToString(time.Minute == 0 ? "%h" : "h:mm", Clock) + (time.Hour < 12 ? " am" : " pm");
}
