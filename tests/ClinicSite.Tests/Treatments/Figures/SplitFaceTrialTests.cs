using ClinicSite.Evidence;
using ClinicSite.Treatments.Figures;

namespace ClinicSite.Tests.Treatments.Figures;

public sealed class SplitFaceTrialTests
{
    [Fact]
    public void Read_DarkMarks_PercentageComesFromTheCount()
    {
        var marks = SplitFaceTrial.NewDarkMarks;

        Assert.Equal(("30%", "9 of 30 people"), (marks.Laser.PercentText, marks.Laser.CountText));
        Assert.Equal(("6.67%", "2 of 30 people"), (marks.Needling.PercentText, marks.Needling.CountText));
    }

    [Fact]
    public void Read_Averages_CountNobody() =>
        Assert.All(SplitFaceTrial.AverageImprovements, measure => Assert.Null(measure.Laser.CountText ?? measure.Needling.CountText));

    [Fact]
    public void Cite_EveryMeasure_StandsInTheRegister()
    {
        var register = EvidenceRegister.Load();

        Assert.All(SplitFaceTrial.AverageImprovements.Append(SplitFaceTrial.NewDarkMarks), measure => register.Claim(measure.ClaimId));
    }

    [Fact]
    public void Draw_Bars_LengthsFollowTheNumbersFromZero()
    {
        var axis = new PercentAxis(Max: 50, Step: 10);

        Assert.Equal(0, axis.Length(0));
        Assert.Equal(329, axis.Length(32.9m));
        Assert.Equal(axis.Width, axis.Length(50));
        Assert.Equal("M0 0v20M100 0v20M200 0v20M300 0v20M400 0v20M500 0v20", axis.TickLines(20));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(51)]
    public void Draw_BarThatWouldBeCutOff_Throws(int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PercentAxis(Max: 50, Step: 10).Length(percent));
}
