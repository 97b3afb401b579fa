using ClinicSite.Clinic;
using Microsoft.Extensions.Options;

namespace ClinicSite.Tests.Clinic;

public sealed class OpeningHoursTests
{
    private static readonly OpeningHours Hours = new(Options.Create(new ClinicOptions
    {
        TimeZone = "Europe/London",
        OpeningHours = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Monday"] = "09:00-17:00",
            ["Tuesday"] = "09:00-17:00",
            ["Wednesday"] = "09:00-13:00",
            ["Thursday"] = "09:00-17:00",
            ["Friday"] = "09:00-17:00",
            ["Sunday"] = "00:30-03:30",
        },
        Holidays = [new DateOnly(2026, 12, 25), new DateOnly(2026, 12, 28)],
    }));

    [Theory]
    // Within a day, over an evening, before opening, over a short day.
    [InlineData("2026-05-04T09:00:00+01:00", 8, "2026-05-04T17:00:00+01:00", "5 pm on Monday 4 May")]
    [InlineData("2026-05-04T10:30:00+01:00", 8, "2026-05-05T10:30:00+01:00", "10:30 am on Tuesday 5 May")]
    [InlineData("2026-05-05T06:00:00+01:00", 1, "2026-05-05T10:00:00+01:00", "10 am on Tuesday 5 May")]
    [InlineData("2026-05-05T16:00:00+01:00", 8, "2026-05-07T12:00:00+01:00", "12 pm on Thursday 7 May")]
    // Friday night, and asked in another zone.
    [InlineData("2026-05-08T22:00:00+01:00", 4, "2026-05-11T10:00:00+01:00", "10 am on Monday 11 May")]
    [InlineData("2026-05-04T15:00:00Z", 2, "2026-05-05T10:00:00+01:00", "10 am on Tuesday 5 May")]
    // Christmas: Friday and Monday are holidays.
    [InlineData("2026-12-24T16:00:00Z", 8, "2026-12-29T13:00:00Z", "1 pm on Tuesday 29 December")]
    // Sunday 29 March 2026: one o'clock does not exist; three hours on the wall are two of work.
    [InlineData("2026-03-27T17:00:00Z", 2, "2026-03-29T03:30:00+01:00", "3:30 am on Sunday 29 March")]
    // Sunday 25 October 2026: one o'clock comes twice; three hours on the wall are four of work.
    [InlineData("2026-10-24T12:00:00+01:00", 4, "2026-10-25T03:30:00Z", "3:30 am on Sunday 25 October")]
    // A promise is never shown later than it is.
    [InlineData("2026-05-04T09:03:30+01:00", 1, "2026-05-04T10:03:30+01:00", "10 am on Monday 4 May")]
    public void AddWorkingTime_CountsOpenHoursOnly(string start, int hours, string due, string words)
    {
        // 26 and 27 December are a weekend; the Sunday's early hours belong to the days of the clock change.
        var found = Hours.AddWorkingTime(DateTimeOffset.Parse(start), TimeSpan.FromHours(hours));

        Assert.Equal(DateTimeOffset.Parse(due), found);
        Assert.Equal(words, Hours.InWords(found));
    }

    [Theory]
    [InlineData(70, "2026-07-13T17:00:00+01:00")]
    [InlineData(500, "2027-05-06T00:00:00+01:00")]
    public void AddWorkingTime_InALongClosure_EndsAfterReopeningOrAYear(int days, string due)
    {
        var closed = new OpeningHours(Options.Create(new ClinicOptions
        {
            TimeZone = "Europe/London",
            OpeningHours = new Dictionary<string, string>(StringComparer.Ordinal) { ["Monday"] = "09:00-17:00" },
            Holidays = [.. Enumerable.Range(0, days).Select(day => new DateOnly(2026, 5, 4).AddDays(day))],
        }));

        Assert.Equal(DateTimeOffset.Parse(due), closed.AddWorkingTime(DateTimeOffset.Parse("2026-05-04T09:00:00+01:00"), TimeSpan.FromHours(8)));
    }

    [Theory]
    [InlineData("08:00", "2026-03-29T08:00:00+01:00")]
    // The clock jumps from one to two: what would stand between begins when it has jumped.
    [InlineData("01:30", "2026-03-29T02:00:00+01:00")]
    public void At_OnTheDayTheClocksGoForward_IsATimeOfThatDay(string time, string moment)
    {
        Assert.Equal(DateTimeOffset.Parse(moment), Hours.At(new DateOnly(2026, 3, 29), TimeOnly.Parse(time)));
    }

    [Theory]
    [InlineData("Moonday", "09:00-17:00")]
    [InlineData("Monday", "9-17")]
    [InlineData("Monday", "17:00-09:00")]
    [InlineData("3", "09:00-17:00")]
    [InlineData("Monday, Tuesday", "09:00-17:00")]
    [InlineData("Monday,Friday", "09:00-17:00")]
    [InlineData("-1", "09:00-17:00")]
    public void Parse_WhatIsNoDayOrHours_NamesIt(string day, string hours)
    {
        var error = Assert.Throws<FormatException>(() => OpeningHours.Parse(new Dictionary<string, string>(StringComparer.Ordinal) { [day] = hours }));

        Assert.Contains($"\"{day}\": \"{hours}\"", error.Message, StringComparison.Ordinal);
    }
}
