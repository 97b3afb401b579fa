using System.Globalization;

namespace ClinicSite.Shell.Layout;

/// <summary>How pages write a day, whatever the culture of the machine.</summary>
public static class DayText
{
    private static readonly CultureInfo Britain = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>"28 November 2026", for people.</summary>
    public static string InWords(this DateOnly day) => day.ToString("d MMMM yyyy", Britain);

    /// <summary>"Saturday 28 November 2026".</summary>
    public static string WithWeekday(this DateOnly day) => day.ToString("dddd d MMMM yyyy", Britain);

    /// <summary>"2026-11-28", for machines (ISO 8601).</summary>
    public static string Iso(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
