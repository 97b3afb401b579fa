using ClinicSite.Tests.Email;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P6: the visitor never waits for mail.</summary>
[Collection(nameof(Alone))]
public sealed class NeverWaitTests
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Milliseconds. Where even a finished page takes longer than this, others are using the machine, and the figure is
    /// shown but says nothing about the site.
    /// </summary>
    private const double Quiet = 100;

    [Fact(Explicit = true)]
    public async Task Post_WhileTheRelayAnswersEveryTwentySeconds_IsAnsweredAtOnce()
    {
        const int rounds = 5, posts = 200, aSecond = 50;
        await using var relay = new ScriptedSmtpServer();
        foreach (var phase in Enum.GetValues<SmtpPhase>())
        {
            relay.Always(phase, _ => SmtpAnswer.Hold(Task.Delay(Answer, TestContext.Current.CancellationToken)));
        }

        using var clinic = new ClinicFolder(relay);
        await clinic.PrepareAsync();
        var visits = Visit.From(clinic.Folder);
        await using var run = clinic.Start();
        using var visitor = await run.VisitorAsync();
        var page = new Uri("/privacy", UriKind.Relative);
        // The first post pays for compiling; the clinic's visitors meet a site that runs.
        await Pace.PostAsync(visitor, aSecond, aSecond, visits);
        await relay.ReachedAsync(SmtpPhase.Greeting, 1, TestContext.Current.CancellationToken);

        var p99s = new List<double>();
        var bare = new List<double>();
        var longest = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            var first = 1000 * (round + 1);
            bare.Add(P99(await Pace.KeepAsync(posts / 2, aSecond, async _ => (await visitor.GetAsync(page, TestContext.Current.CancellationToken)).Dispose())));
            var took = (await Pace.PostAsync(visitor, posts, aSecond, visits, first)).Select(post => post.Took).ToList();
            p99s.Add(P99(took));
            longest = took.Append(longest).Max();
        }

        PromiseTable.Note("P6", $"post p99 at {aSecond} a second, relay answers after {Answer.TotalSeconds:F0} s", $"{Median(p99s):F0} ms, median of {rounds} rounds ({string.Join(", ", p99s.Select(p99 => p99.ToString("F0")))}); longest {longest.TotalMilliseconds:F0} ms; a finished page at that pace: {Median(bare):F0} ms");
        Assert.True(longest < Answer / 2, $"A visitor waited {longest}.");
        if (Median(bare) < Quiet)
        {
            Assert.InRange(Median(p99s), 0, 500);
        }
    }

    private static double P99(IReadOnlyCollection<TimeSpan> took) => took.Order().ElementAt((took.Count * 99 / 100) - 1).TotalMilliseconds;

    private static double Median(List<double> rounds) => rounds.Order().ElementAt(rounds.Count / 2);
}
