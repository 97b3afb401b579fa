using System.Text.RegularExpressions;
using ClinicSite.Tests.Email;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>
/// P1: a kill cannot prove that a commit had reached the disk, since the operating system keeps what a dead process wrote.
/// The system calls can: between the write of an enquiry into the write-ahead log and the send of its 303 the log is synced.
/// </summary>
public sealed partial class SyncTraceTests
{
    private const int Posts = 8;

    [Fact(Explicit = true)]
    public async Task Acknowledge_Traced_OnlyAfterTheLogWasSynced()
    {
        await using var relay = new ScriptedSmtpServer();
        using var clinic = new ClinicFolder(relay);
        await clinic.PrepareAsync();
        var visits = Visit.From(clinic.Folder);
        var trace = Path.Combine(clinic.Folder, "trace.txt");
        var references = new List<string>();
        // -D: the program stays the child of this test and is what is stopped; -y names files, -s shows whole pages.
        await using (var run = clinic.Start("strace", "-D", "-f", "-y", "-s", "5000", "-e", "trace=pwrite64,write,writev,fsync,fdatasync,sendto,sendmsg", "-o", trace))
        {
            using var visitor = await run.VisitorAsync();
            for (var number = 1; number <= Posts; number++)
            {
                references.Add(await visits(number).SendAsync(visitor));
            }

            await run.TerminateAsync();
            await run.ExitAsync();
        }

        var calls = await CallsAsync(trace);
        var synced = references.Count(reference => WasSyncedBeforeItsAnswer(calls, reference));

        PromiseTable.Note("P1", "WAL synced between the commit and its 303, by system-call trace", $"{synced} of {Posts}");
        Assert.Equal(Posts, synced);
    }

    private static bool WasSyncedBeforeItsAnswer(IReadOnlyList<Call> calls, string reference)
    {
        var shown = $"EB-{reference[..4]}-{reference[4..]}";
        var answer = calls.Single(call => call.Text.Contains("303 See Other", StringComparison.Ordinal) && call.Text.Contains(shown, StringComparison.Ordinal));
        var written = calls.First(call => call.IsWalWrite && call.Text.Contains(reference, StringComparison.Ordinal));
        // The commit's frames are written by one thread one after the other; its next sync covers them all.
        var sync = calls.FirstOrDefault(call => call.IsWalSync && call.Thread == written.Thread && call.Began > written.Ended);
        return sync is not null && sync.Ended < answer.Began;
    }

    /// <summary>strace writes a call that another thread interrupts in two halves: here both are one again.</summary>
    private static async Task<IReadOnlyList<Call>> CallsAsync(string trace)
    {
        var calls = new List<Call>();
        var unfinished = new Dictionary<string, Call>(StringComparer.Ordinal);
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(trace, TestContext.Current.CancellationToken))
        {
            number++;
            var parts = Line().Match(line);
            var (thread, text) = (parts.Groups["thread"].Value, parts.Groups["text"].Value);
            if (text.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                unfinished[thread] = new Call(thread, text, number, number);
            }
            else if (text.StartsWith("<... ", StringComparison.Ordinal) && unfinished.Remove(thread, out var begun))
            {
                calls.Add(begun with { Ended = number });
            }
            else
            {
                calls.Add(new Call(thread, text, number, number));
            }
        }

        return [.. calls, .. unfinished.Values];
    }

    [GeneratedRegex("^(?<thread>[0-9]+) +(?<text>.*)$")]
    private static partial Regex Line();

    private sealed record Call(string Thread, string Text, int Began, int Ended)
    {
        public bool IsWalWrite => Text.StartsWith("pwrite64(", StringComparison.Ordinal) && IsWal;

        public bool IsWalSync => (Text.StartsWith("fdatasync(", StringComparison.Ordinal) || Text.StartsWith("fsync(", StringComparison.Ordinal)) && IsWal;

        private bool IsWal => Text[..Math.Min(300, Text.Length)].Contains("clinic.db-wal>", StringComparison.Ordinal);
    }
}
