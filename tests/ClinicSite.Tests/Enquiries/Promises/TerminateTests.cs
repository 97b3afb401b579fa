using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.Data.Sqlite;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P1 and P5 at an ordinary restart: SIGTERM in the middle of posts and mails.</summary>
public sealed class TerminateTests
{
    private const int Restarts = 6;
    private const int Connections = 6;

    private readonly Lock _gate = new();
    private readonly Thanks _thanks = new();
    private readonly List<Visit> _unanswered = [];
    private int _asked;

    [Fact(Explicit = true)]
    public async Task Terminate_UnderLoad_AnswersWhatItHasBegunAndRepeatsNoMail()
    {
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        await using var relay = new ScriptedSmtpServer();
        using var clinic = new ClinicFolder(relay);
        await clinic.PrepareAsync();
        var visits = Visit.From(clinic.Folder);
        // As relays do, it thinks before it takes a message: nearly every restart falls into that moment.
        relay.Always(SmtpPhase.EndOfData, _ => SmtpAnswer.Hold(Task.Delay(150, TestContext.Current.CancellationToken)));
        var exitCodes = new List<int>();
        var slowest = TimeSpan.Zero;

        for (var restart = 0; restart < Restarts; restart++)
        {
            await using var run = clinic.Start();
            await run.SawAsync("The site is at");
            var load = Enumerable.Range(0, Connections).Select(_ => AskUntilItIsGoneAsync(run, visits)).ToList();
            await _thanks.MoreAsync(Connections);
            await Task.Delay(chance.Next(0, 600), TestContext.Current.CancellationToken);
            var clock = Stopwatch.StartNew();
            if (restart % 2 == 0)
            {
                await run.TerminateAsync();
            }
            else
            {
                // Posts that have come in and cannot be written yet, for longer than it takes to say stop.
                await using var hold = await LockAsync(clinic.Database);
                await Task.Delay(300, TestContext.Current.CancellationToken);
                await run.TerminateAsync();
                await Task.Delay(500, TestContext.Current.CancellationToken);
            }

            exitCodes.Add(await run.ExitAsync());
            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            await Task.WhenAll(load);
        }

        relay.Recover();
        await using (var last = clinic.Start())
        {
            await last.SawAsync("The site is at");
            await relay.AllOfAsync(clinic, TestContext.Current.CancellationToken);
            await last.TerminateAsync();
            exitCodes.Add(await last.ExitAsync());
        }

        var stored = await clinic.ReferencesAsync();
        var tokens = (await clinic.ReadAsync("SELECT hex(TokenId) FROM enquiry")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var cutOff = _unanswered.Count(visit => tokens.Contains(Convert.ToHexString(Base64Url.DecodeFromChars(visit.Token)[..16])));
        var missing = _thanks.References.Except(stored, StringComparer.Ordinal).Count();
        var owed = int.Parse(Assert.Single(await clinic.ReadAsync("SELECT count(*) FROM delivery")));
        var repeats = relay.Messages.Count - relay.Messages.DistinctBy(message => message.Message.MessageId, StringComparer.Ordinal).Count();
        PromiseTable.Note("P1", $"{Restarts} SIGTERMs under load", $"{missing} of {_thanks.Count} acknowledged missing, {cutOff} stored but never answered, exit codes {string.Join(' ', exitCodes.Distinct())}, slowest end {slowest.TotalSeconds:F1} s");
        PromiseTable.Note("P5", $"mails repeated after {Restarts} SIGTERMs, relay takes 150 ms for each", $"{repeats} of {owed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Assert.Equal(0, missing);
        Assert.Equal(0, cutOff);
        Assert.Equal(0, repeats);
        Assert.Equal(owed, relay.Messages.Count);
        Assert.All(exitCodes, code => Assert.Equal(0, code));
        Assert.True(_thanks.Count > 5 * Restarts, "Too little was asked for the restarts to mean anything.");
    }

    private async Task AskUntilItIsGoneAsync(ProgramRun run, Func<int, Visit> visits)
    {
        using var visitor = await run.VisitorAsync();
        while (true)
        {
            var visit = visits(Interlocked.Increment(ref _asked));
            try
            {
                using var answer = await visit.PostAsync(visitor);
                Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
                _thanks.Add(Visit.ReferenceIn(answer));
            }
            catch (HttpRequestException)
            {
                lock (_gate)
                {
                    _unanswered.Add(visit);
                }

                return;
            }
        }
    }

    private static async Task<SqliteConnection> LockAsync(string database)
    {
        var other = new SqliteConnection($"Data Source={database};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var take = other.CreateCommand();
        take.CommandText = "BEGIN IMMEDIATE";
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return other;
    }
}
