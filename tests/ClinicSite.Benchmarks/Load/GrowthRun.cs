using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Benchmarks.Load;

/// <summary>Whether a post and a claim cost the same where few enquiries are stored and where very many are.</summary>
internal static class GrowthRun
{
    private const int Few = 1_000, Many = 100_000, Days = 80, WarmUp = 6000;

    public static async Task RunAsync(Numbers numbers)
    {
        Console.WriteLine(Machine.Describe(Path.GetTempPath()));
        Console.WriteLine($"{numbers.Rounds} rounds in turn of {numbers.Posts} posts over one connection, then as many claims; the stored enquiries came over {Days} days and their mails are sent; the relay is down.");
        using var published = await PublishedSite.AtAsync(numbers.Site);
        string[] folders = [Directory.CreateTempSubdirectory("clinicsite-").FullName, Directory.CreateTempSubdirectory("clinicsite-").FullName];
        try
        {
            await FillAsync(published, folders[0], Few);
            await FillAsync(published, folders[1], Many);
            var posts = await PostAsync(published, folders, numbers);
            var claims = await ClaimAsync(folders, numbers);
            Console.WriteLine($"| | {Few:N0} stored | {Many:N0} stored | ratio |");
            Console.WriteLine("|---|---|---|---|");
            Print("post, p50", posts, round => round.P50);
            Print("post, processor of the site", posts, round => round.ProcessorEach);
            Print("find what is due, p50", claims, round => round.Due.P50);
            Print("claim, p50", claims, round => round.Claim.P50);
            Print("claim, processor", claims, round => round.Claim.ProcessorEach);
        }
        finally
        {
            Array.ForEach(folders, folder => Directory.Delete(folder, recursive: true));
        }
    }

    private static async Task FillAsync(PublishedSite published, string folder, int count)
    {
        await SiteProcess.PrepareAsync(published, folder);
        using var store = new RawStore(folder);
        var make = Samples.RowsFor(folder);
        var first = TimeProvider.System.GetUtcNow().AddDays(-Days);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(5000))
        {
            // Their numbers are not the visitors' numbers: nobody has written before.
            store.CommitAll(numbers.Select(number => make(-1 - number, first.AddDays((double)Days * number / count))), isSent: true);
        }

        store.Checkpoint();
        Console.WriteLine($"{store.Count("enquiry")} enquiries, {new FileInfo(Path.Combine(folder, "clinic.db")).Length / 1024 / 1024} MB");
    }

    private static async Task<List<List<Timed>>> PostAsync(PublishedSite published, string[] folders, Numbers numbers)
    {
        var sites = new List<SiteProcess>();
        var visitors = new List<Visitors>();
        foreach (var folder in folders)
        {
            var (site, address) = await SiteProcess.StartAsync(published, folder, relayPort: 9);
            sites.Add(site);
            visitors.Add(new Visitors(site, address, connections: 1));
            await visitors[^1].PostAsync(WarmUp);
        }

        var rounds = await InTurnAsync(numbers.Rounds, folders.Length, place => visitors[place].PostAsync(numbers.Posts));
        foreach (var (visitor, site) in visitors.Zip(sites))
        {
            visitor.Dispose();
            await site.DisposeAsync();
        }

        return rounds;
    }

    private static async Task<List<List<(Timed Due, Timed Claim)>>> ClaimAsync(string[] folders, Numbers numbers)
    {
        var databases = folders.Select(folder => new Databases(folder)).ToList();
        var writers = databases.ConvertAll(database => new DatabaseWriter(database));
        var rows = databases.Zip(writers, (database, writer) => new DeliveryRows(database, writer, Options.Create(new NotificationOptions()), TimeProvider.System)).ToList();
        var rounds = await InTurnAsync(numbers.Rounds, folders.Length, async place =>
        {
            var due = await Timed.EachAsync([.. Enumerable.Range(0, numbers.Posts / 10)], _ => rows[place].DueAsync(CancellationToken.None));
            var owed = await databases[place].OwedAsync(numbers.Posts);
            return (due, await Timed.EachAsync(owed, async id =>
            {
                if (!await rows[place].ClaimAsync(id, CancellationToken.None))
                {
                    throw new InvalidOperationException("A row that is due could not be claimed.");
                }
            }));
        });
        writers.ForEach(writer => writer.Dispose());
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return rounds;
    }

    /// <summary>Few, many, few, many: what else the machine does meets both.</summary>
    private static async Task<List<List<T>>> InTurnAsync<T>(int rounds, int places, Func<int, Task<T>> measure)
    {
        var measured = Enumerable.Range(0, places).Select(_ => new List<T>()).ToList();
        for (var turn = 0; turn < rounds * places; turn++)
        {
            measured[turn % places].Add(await measure(turn % places));
        }

        return measured;
    }

    private static void Print<T>(string what, List<List<T>> measured, Func<T, double> of)
    {
        var (few, many) = (measured[0].ConvertAll(round => of(round)), measured[1].ConvertAll(round => of(round)));
        Console.WriteLine($"| {what} | {Timed.Median(few):F2} ms ({Shown(few)}) | {Timed.Median(many):F2} ms ({Shown(many)}) | {Timed.Median(many) / Timed.Median(few):F2} |");
    }

    private static string Shown(List<double> rounds) => string.Join(", ", rounds.Select(round => round.ToString("F2")));

    /// <summary>The site's own way to the database in this folder, which no site serves now.</summary>
    private sealed class Databases(string folder) : IDbContextFactory<EnquiryDb>
    {
        private readonly DbContextOptions<EnquiryDb> _options = new DbContextOptionsBuilder<EnquiryDb>()
            .UseSqlite($"Data Source={Path.Combine(folder, "clinic.db")}").AddInterceptors(new ConnectionPragmas()).Options;

        public EnquiryDb CreateDbContext() => new(_options);

        public async Task<List<Guid>> OwedAsync(int count)
        {
            await using var database = CreateDbContext();
            return await database.Deliveries.Where(row => row.State == DeliveryState.Pending && row.NextAttempt <= TimeProvider.System.GetUtcNow())
                .OrderBy(row => row.Owed).Select(row => row.Id).Take(count).ToListAsync();
        }
    }
}
