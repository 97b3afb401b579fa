using ClinicSite.Tests.Email;

namespace ClinicSite.Benchmarks.Load;

/// <summary>
/// How many enquiries a second are accepted and committed, beside how many such commits SQLite makes on the same disk in
/// the same run.
/// </summary>
internal static class PostsRun
{
    /// <summary>Until then the runtime spends more on making the code faster than the posts do.</summary>
    private const int WarmUp = 6000;

    public static async Task RunAsync(Numbers numbers)
    {
        Console.WriteLine(Machine.Describe(Path.GetTempPath()));
        Console.WriteLine($"{numbers.Posts} posts in each of {numbers.Rounds} rounds over {numbers.Connections} connections; the visitors share the processors with the site.");
        Console.WriteLine("Each owes three mails: a post is one transaction of four inserts, and so is a raw commit. Every enquiry has its row at the end.");
        using var published = await PublishedSite.AtAsync(numbers.Site);
        await MeasureAsync(published, numbers, "the relay is down, no mail goes out", relayPort: 9);
        await using var relay = new ScriptedSmtpServer();
        await MeasureAsync(published, numbers, "mail goes out meanwhile to a relay beside the visitors", relay.Port);
    }

    private static async Task MeasureAsync(PublishedSite published, Numbers numbers, string title, int relayPort)
    {
        var (folder, rawFolder) = (Directory.CreateTempSubdirectory("clinicsite-").FullName, Directory.CreateTempSubdirectory("clinicsite-").FullName);
        try
        {
            await SiteProcess.PrepareAsync(published, rawFolder);
            using var raw = new RawStore(rawFolder);
            var (site, address) = await SiteProcess.StartAsync(published, folder, relayPort);
            await using (site)
            {
                using var visitors = new Visitors(site, address, numbers.Connections);
                await CommitAsync(raw, rawFolder, WarmUp);
                await visitors.PostAsync(WarmUp);
                var rounds = new List<(Timed Raw, Timed Posts)>();
                for (var round = 0; round < numbers.Rounds; round++)
                {
                    rounds.Add((await CommitAsync(raw, rawFolder, numbers.Posts), await visitors.PostAsync(numbers.Posts)));
                }

                Print(title, rounds);
            }

            using var stored = new RawStore(folder);
            var expected = WarmUp + (numbers.Rounds * numbers.Posts);
            if (stored.Count("enquiry") != expected || stored.Count("delivery") < 3 * expected)
            {
                throw new InvalidOperationException($"{expected} were accepted, and {stored.Count("enquiry")} are there with {stored.Count("delivery")} mails.");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(rawFolder, recursive: true);
        }
    }

    private static Task<Timed> CommitAsync(RawStore raw, string folder, int count)
    {
        var make = Samples.RowsFor(folder);
        var now = TimeProvider.System.GetUtcNow();
        return Timed.EachAsync([.. Enumerable.Range(0, count).Select(number => make(number, now))], enquiry =>
        {
            raw.Commit(enquiry);
            return Task.CompletedTask;
        });
    }

    private static void Print(string title, List<(Timed Raw, Timed Posts)> rounds)
    {
        Console.WriteLine();
        Console.WriteLine($"Posts, {title}");
        Console.WriteLine("| round | raw commits/s | raw p99 | posts/s | post p50 | post p99 | processor a post | posts of raw |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (round, (raw, posts)) in rounds.Index())
        {
            Console.WriteLine($"| {round + 1} | {raw.PerSecond:F0} | {raw.P99:F1} ms | {posts.PerSecond:F0} | {posts.P50:F1} ms | {posts.P99:F1} ms | {posts.ProcessorEach:F2} ms | {posts.PerSecond / raw.PerSecond:F2} |");
        }

        double Median(Func<(Timed Raw, Timed Posts), double> of) => Timed.Median(rounds.Select(of));
        Console.WriteLine($"| median | {Median(round => round.Raw.PerSecond):F0} | {Median(round => round.Raw.P99):F1} ms | {Median(round => round.Posts.PerSecond):F0} | {Median(round => round.Posts.P50):F1} ms | {Median(round => round.Posts.P99):F1} ms | {Median(round => round.Posts.ProcessorEach):F2} ms | {Median(round => round.Posts.PerSecond / round.Raw.PerSecond):F2} |");
    }
}
