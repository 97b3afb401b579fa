using System.Diagnostics;
using System.Net;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P1: whatever moment the program is killed at, what it acknowledged is there and its mail goes out.</summary>
public sealed class KillTests
{
    private const int Cycles = 50;
    private const int Connections = 4;

    [Fact(Explicit = true)]
    public async Task Kill_FiftyTimesUnderLoad_LosesNothingThatWasAcknowledged()
    {
        var clock = Stopwatch.StartNew();
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        await using var relay = new ScriptedSmtpServer();
        using var clinic = new ClinicFolder(relay);
        await clinic.PrepareAsync();
        var crowd = new Crowd(Visit.From(clinic.Folder));

        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            await using var run = clinic.Start();
            if (cycle % 10 == 9)
            {
                // Now and then while it starts.
                await run.SawAsync("Enquiries are kept in");
                await Task.Delay(chance.Next(0, 600), TestContext.Current.CancellationToken);
                await run.KillAsync();
                continue;
            }

            await run.SawAsync("The site is at");
            var load = Enumerable.Range(0, Connections).Select(_ => crowd.AskUntilItIsGoneAsync(run)).ToList();
            // Into the first answers or into full work, and some at any time from the beginning on.
            await crowd.Thanks.MoreAsync(cycle % 5 == 0 ? 0 : chance.Next(1, 40));
            await Task.Delay(chance.Next(0, cycle % 5 == 0 ? 700 : 50), TestContext.Current.CancellationToken);
            await run.KillAsync();
            await Task.WhenAll(load);
        }

        var sentBefore = relay.Messages.Count;
        await using (var last = clinic.Start())
        {
            using var visitor = await last.VisitorAsync();
            await crowd.AskAgainAsync(visitor);
            await relay.AllOfAsync(clinic, TestContext.Current.CancellationToken);
            await last.TerminateAsync();
            Assert.Equal(0, await last.ExitAsync());
        }

        var stored = await clinic.ReferencesAsync();
        var missing = crowd.Thanks.References.Except(stored, StringComparer.Ordinal).Count();
        var integrity = Assert.Single(await clinic.ReadAsync("PRAGMA integrity_check"));
        var copies = relay.Messages.GroupBy(message => message.Message.MessageId!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var owed = await clinic.ReadAsync("SELECT MessageId FROM delivery WHERE Kind <> 'Digest'");
        var repeats = copies.Values.Sum(group => group.Count - 1);
        var undelivered = owed.Count(id => !copies.ContainsKey(id));
        PromiseTable.Note("P1", $"acknowledged but missing, {Cycles} SIGKILLs under load", $"{missing} of {crowd.Thanks.Count}; integrity_check {integrity}");
        PromiseTable.Note("P1", "form sent again after a kill: enquiries too many", $"{stored.Count - crowd.Asked} of {crowd.Unanswered} sent again");
        PromiseTable.Note("P5", $"mails owed after {Cycles} SIGKILLs", $"{undelivered} of {owed.Count} missing, {repeats} repeated (one a kill is allowed); {sentBefore} were out before the last start");
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {clock.Elapsed.TotalSeconds:F0} s");

        Assert.Equal(0, missing);
        Assert.Equal("ok", integrity);
        Assert.Equal(crowd.Asked, stored.Count);
        Assert.Equal(0, undelivered);
        Assert.InRange(repeats, 0, Cycles);
        Assert.All(copies.Values, group => Assert.All(group, copy => Assert.Equal(group[0].Raw, copy.Raw)));
        Assert.All(await clinic.ReadAsync("SELECT State FROM delivery"), state => Assert.Equal("Sent", state));
        Assert.True(crowd.Thanks.Count > 4 * Cycles, "Too little was asked for the kills to mean anything.");
    }

    /// <summary>Visitors who ask one after the other, and ask again with the same form when the site was gone.</summary>
    private sealed class Crowd(Func<int, Visit> visits)
    {
        private readonly Lock _gate = new();
        private readonly Queue<Visit> _unanswered = [];

        public Thanks Thanks { get; } = new();

        public int Asked { get; private set; }

        public int Unanswered { get; private set; }

        public async Task AskUntilItIsGoneAsync(ProgramRun run)
        {
            using var visitor = await run.VisitorAsync();
            while (await AskAsync(visitor, Next()))
            {
            }
        }

        public async Task AskAgainAsync(HttpClient visitor)
        {
            while (_unanswered.TryDequeue(out var visit))
            {
                Assert.True(await AskAsync(visitor, visit));
            }
        }

        private Visit Next()
        {
            lock (_gate)
            {
                return _unanswered.TryDequeue(out var again) ? again : visits(++Asked);
            }
        }

        private async Task<bool> AskAsync(HttpClient visitor, Visit visit)
        {
            try
            {
                using var answer = await visit.PostAsync(visitor);
                Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
                Thanks.Add(Visit.ReferenceIn(answer));
                return true;
            }
            catch (HttpRequestException)
            {
                lock (_gate)
                {
                    Unanswered++;
                    _unanswered.Enqueue(visit);
                }

                return false;
            }
        }
    }
}
