using ClinicSite.Evidence;
using ClinicSite.Evidence.Figures;

namespace ClinicSite.Tests.Evidence;

public sealed class RecoveryTimelineTests
{
    private static readonly RecoveryLane[] Lanes = [.. RecoveryTimeline.Effects.Lanes, .. RecoveryTimeline.Rules.Lanes];

    [Fact]
    public void Cite_EveryLaneAndPhase_StandsInTheRegister()
    {
        var register = EvidenceRegister.Load();
        var ids = Lanes.Select(lane => lane.ClaimIds).Concat(RecoveryTimeline.Phases.Select(phase => phase.ClaimIds));

        foreach (var id in ids.SelectMany(list => list.Split(' ')))
        {
            Assert.Equal(id, register.Claim(id).Id);
        }
    }

    [Fact]
    public void Read_SpansOfALane_FollowEachOtherOnTheAxis()
    {
        foreach (var lane in Lanes)
        {
            var next = 0;
            foreach (var span in lane.Spans)
            {
                Assert.InRange(span.FromDay, next, RecoveryTimeline.LastDay);
                Assert.InRange(span.ToDay, span.FromDay, RecoveryTimeline.LastDay);
                next = span.ToDay + 1;
            }
        }
    }

    [Fact]
    public void Read_WhereRednessIsNamed_BrownAndBlackSkinIsNamedToo()
    {
        var redness = Assert.Single(Lanes, lane => lane.Name == "Redness");

        Assert.Contains("brown or black skin", redness.Note, StringComparison.Ordinal);
        Assert.Contains("brown or black skin", RecoveryTimeline.Phases[0].Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "day 0", "M30 12h40")]
    [InlineData(2, 3, "days 2 and 3", "M230 12h140")]
    [InlineData(4, 7, "days 4 to 7", "M430 12h340")]
    public void Draw_Span_LastDayIncluded(int from, int to, string words, string bar)
    {
        Assert.Equal(words, new LaneSpan(LaneSpanKind.Usual, from, to).Words);
        Assert.Equal(bar, new DayAxis(7).Bar(from, to, y: 12));
    }

    [Fact]
    public void Draw_SpanBeyondTheAxis_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DayAxis(7).Bar(6, 8, y: 12));
}
