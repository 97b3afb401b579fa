using ClinicSite.Clinic;
using ClinicSite.Shell.Layout;

namespace ClinicSite.Tests.Shell.Layout;

public sealed class OpeningLinesTests
{
    [Fact]
    public void Of_DaysThatFollowAndOpenAlike_ShareALine()
    {
        var usual = new Opening(new TimeOnly(9, 0), new TimeOnly(17, 30));
        var late = new Opening(new TimeOnly(12, 0), new TimeOnly(19, 0));

        var lines = OpeningLines.Of(
        [
            (DayOfWeek.Monday, usual),
            (DayOfWeek.Tuesday, usual),
            (DayOfWeek.Thursday, usual),
            (DayOfWeek.Friday, late),
            (DayOfWeek.Saturday, usual),
            (DayOfWeek.Sunday, usual),
        ]);

        Assert.Equal(
            ["Monday to Tuesday 9 am to 5:30 pm", "Thursday 9 am to 5:30 pm", "Friday 12 pm to 7 pm", "Saturday to Sunday 9 am to 5:30 pm"],
            lines);
    }
}
