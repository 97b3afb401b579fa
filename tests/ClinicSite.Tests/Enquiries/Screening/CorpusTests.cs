using System.Net;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Shell;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries.Screening;

/// <summary>The whole corpus, sent as whole posts through one site, and what became of it.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const double ProgramsQuarantined = 0.90, PeopleQuarantined = 0.005;

    [Fact]
    public async Task Send_TheCorpus_SetsProgramsAsideAndLetsPeopleThrough()
    {
        // Nobody is to be told: without the worker the test takes a third of the time.
        await using var site = Site.Open(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Enquiries:Screening:QuarantineFrom"] = "60",
                ["Enquiries:Screening:SiteLimit"] = "100000",
            },
            services: services => services.RemoveHosted<WorkBehindSite<NotifierWorker>>());
        var people = CorpusEntry.Read("people");
        var programs = CorpusEntry.Read("programs");
        Assert.True(people.Count >= 500 && programs.Count >= 300 && programs.Count(entry => entry.LooksLikeABrowser) >= 100);

        var references = await SendAsync(site, [.. people, .. programs]);

        var rows = await site.ReadAsync(database => database.Enquiries.AsNoTracking().ToDictionaryAsync(row => row.Reference, StringComparer.Ordinal, TestContext.Current.CancellationToken));
        // Nothing is dropped: a row for each.
        Assert.Equal(people.Count + programs.Count, rows.Count);
        Enquiry RowOf(CorpusEntry entry) => rows[references[entry.Id]];
        bool IsAside(CorpusEntry entry) => RowOf(entry).Status == EnquiryStatus.Quarantined;
        double Share(string what, IEnumerable<CorpusEntry> entries)
        {
            var all = entries.ToList();
            var aside = all.Count(IsAside);
            output.WriteLine($"{what}: {aside} of {all.Count} quarantined ({(double)aside / all.Count:P1})");
            return (double)aside / all.Count;
        }

        foreach (var half in programs.Concat(people).GroupBy(entry => entry.Set, StringComparer.Ordinal).Where(half => half.Key == "write").SelectMany(half => half))
        {
            if (IsAside(half) != half.Id.StartsWith("program", StringComparison.Ordinal))
            {
                output.WriteLine($"  {half.Id} scores {RowOf(half).Score}: {RowOf(half).ScoreReasons}");
            }
        }

        Share("programs to write the signals by", programs.Where(entry => entry.Set == "write"));
        Share("people to write the signals by", people.Where(entry => entry.Set == "write"));
        Share("programs held out that look like a browser", programs.Where(entry => entry is { Set: "held", LooksLikeABrowser: true }));
        var heldPrograms = Share("programs held out", programs.Where(entry => entry.Set == "held"));
        var heldPeople = Share("people held out", people.Where(entry => entry.Set == "held"));
        Assert.InRange(heldPrograms, ProgramsQuarantined, 1);
        Assert.InRange(heldPeople, 0, PeopleQuarantined);
    }

    private static async Task<Dictionary<string, string>> SendAsync(Site site, IReadOnlyList<CorpusEntry> entries)
    {
        const string before = "name=\"Token\" value=\"";
        using var visitor = site.NewVisitor();
        visitor.DefaultRequestHeaders.Clear();
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var page = await visitor.GetStringAsync(new Uri("/consultation", UriKind.Relative), TestContext.Current.CancellationToken);
            var token = page[(page.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
            site.Clock.Advance(TimeSpan.FromSeconds(entry.Delay));

            using var post = entry.Post(token[..token.IndexOf('"', StringComparison.Ordinal)]);
            using var answer = await visitor.SendAsync(post, TestContext.Current.CancellationToken);

            Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{entry.Id} was answered {answer.StatusCode}");
            references.Add(entry.Id, Reference.Parse(answer.Headers.Location!.ToString().Split('/')[^1])!);
        }

        return references;
    }
}
