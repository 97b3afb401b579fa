using System.Globalization;
using ClinicSite.Shell.Pages;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Speech;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell;

/// <summary>
/// What a first visit costs on a bad connection. The first flight of a new connection carries ten packets: a short page and
/// its stylesheet fit into it, a long one shows its heading, its lede and its drawing from it. The table is
/// <c>page-bytes.md</c> beside the test program; the CI prints it.
/// Never cut a risk or a source for bytes.
/// </summary>
public sealed class PageBytesTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int LongPage = 24_000;
    private const int WholeView = 60_000;
    private const int MostRequests = 5;

    /// <summary>For what a clinic's own settings add: a longer address, people, prices.</summary>
    private const int Margin = 150;

    /// <summary>The treatment pages and guides that answer everything; all others are short.</summary>
    private static readonly string[] LongPages =
    [
        "/treatments/microneedling", "/treatments/acne-scars", "/treatments/compare",
        "/guides/faq", "/guides/prepare-and-aftercare", "/guides/is-it-right-for-me", "/guides/how-we-review", "/guides/claims-register",
    ];

    private readonly Site _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pages:AlwaysFresh"] = "false" });

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Visit_EveryPageFirst_StaysWithinItsBytesAndRequests()
    {
        // Else the first ones would be met before they are compressed.
        _site.Services.GetRequiredService<PageBank>().Compress(TestContext.Current.CancellationToken);
        var scale = new PageScale(_site);
        var visits = new List<FirstVisit>();
        foreach (var listed in _site.Services.GetRequiredService<PageCatalogue>().Pages)
        {
            visits.Add(await scale.WeighAsync(listed.Path));
        }

        Assert.Empty(LongPages.Except(visits.Select(visit => visit.Path), StringComparer.Ordinal));
        await TellAsync(visits);
        Faults.None(visits.SelectMany(Excesses));
    }

    private static IEnumerable<string> Excesses(FirstVisit visit)
    {
        var most = (LongPages.Contains(visit.Path, StringComparer.Ordinal) ? LongPage : PageScale.FirstFlight) - Margin;
        if (visit.Critical > most)
        {
            yield return $"{visit.Path}: headers, HTML and CSS have {visit.Critical} bytes, {visit.Critical - most} too many.";
        }

        if (!visit.OpensInFirstFlight)
        {
            yield return $"{visit.Path}: heading, lede and drawing do not arrive in the first {PageScale.FirstFlight} bytes.";
        }

        if (visit.Requests > MostRequests || visit.Whole > WholeView)
        {
            yield return $"{visit.Path}: the first view takes {visit.Requests} requests and {visit.Whole} bytes.";
        }

        if (visit.Scripts > 0)
        {
            yield return $"{visit.Path}: {visit.Scripts} scripts.";
        }
    }

    private async Task TellAsync(IEnumerable<FirstVisit> visits)
    {
        string[] table =
        [
            "| page | headers | HTML | CSS | together | first view | requests |",
            "|---|---|---|---|---|---|---|",
            .. visits.Select(visit => string.Create(CultureInfo.InvariantCulture, $"| {visit.Path} | {visit.Headers} | {visit.Html} | {visit.Css} | {visit.Critical} | {visit.Whole} | {visit.Requests} |")),
        ];
        await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "page-bytes.md"), table, TestContext.Current.CancellationToken);
        output.WriteLine(string.Join('\n', table));
    }
}
