namespace ClinicSite.Tests.Speech;

/// <summary>
/// Every page can be read by someone who left school early: grade 7, and short sentences. Every word counts, medical terms
/// too: a term that would break the bound is said in plain words instead.
/// </summary>
public sealed class ReadingTests(SpokenPages site, ITestOutputHelper output) : IClassFixture<SpokenPages>
{
    private const double HighestGrade = 7;
    private const double LongestAverage = 18;

    [Fact]
    public void Read_EveryPage_IsWithinGradeSevenAndShortSentences()
    {
        var tooHard = new List<string>();
        output.WriteLine($"{"page",-34}{"words",7}{"sentence",10}{"grade",8}");
        foreach (var spoken in site.All)
        {
            var read = ReadingGrade.Of(spoken.Passages);
            output.WriteLine($"{spoken.Path,-34}{read.Words,7}{read.SentenceLength,10:0.0}{read.Grade,8:0.0}");
            // The other way round a page without prose, which has no average, would pass.
            if (!(read.SentenceLength < LongestAverage && read.Grade <= HighestGrade))
            {
                tooHard.Add($"{spoken.Path}: grade {read.Grade:0.00}, {read.SentenceLength:0.0} words a sentence");
            }
        }

        Faults.None(tooHard);
    }
}
