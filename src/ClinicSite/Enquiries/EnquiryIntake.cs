using System.Net;
using ClinicSite.Clinic;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries;

/// <summary>
/// Takes an enquiry: after this returns it is on disk together with every mail that is owed for it. One that looks like a
/// program's is on disk too, set aside, and owes its mail only once a person releases it.
/// </summary>
/// <remarks>
/// One transaction writes the enquiry and its delivery rows, so there is no moment at which an enquiry exists that nobody
/// will be told of. A crash before the commit leaves nothing, and the visitor has seen no success; a crash after it leaves
/// rows that the next start delivers. A repeat (same token, same answers) writes nothing and returns the first reference
/// while that waits for its answer, also when ten of them arrive at once: looking and writing happen in the same turn, and a
/// unique index stands behind it.
/// The rates are counted in that turn too, so that many at once cannot slip through together.
/// </remarks>
public sealed partial class EnquiryIntake(
    DatabaseWriter writer,
    DetailsSeal seal,
    Fingerprints fingerprints,
    OpeningHours hours,
    OwedMail mail,
    SpamScreen screen,
    EnquiryRates rates,
    NotifierSignal notifier,
    EnquiryMetrics metrics,
    IOptions<EnquiryOptions> options,
    IOptions<ClinicOptions> clinic,
    TimeProvider clock,
    ILogger<EnquiryIntake> log)
{
    /// <summary>Newest first. Compiled: every post asks it, while all others wait for their turn to write.</summary>
    private static readonly Func<EnquiryDb, byte[], IAsyncEnumerable<Enquiry>> OfToken = EF.CompileAsyncQuery<EnquiryDb, byte[], Enquiry>((database, token) =>
        database.Enquiries.AsNoTracking().Where(enquiry => enquiry.TokenId == token).OrderByDescending(enquiry => enquiry.Received));

    /// <param name="remote">Where it came from; counted, never stored.</param>
    /// <returns>The reference to show: a new one, or the first one of a repeat.</returns>
    /// <exception cref="StorageBusyException">Nothing was stored.</exception>
    /// <exception cref="DayFullException">Nothing was stored.</exception>
    public async Task<string> TakeAsync(EnquiryDetails details, FormToken? token, SpamScore score, IPAddress? remote)
    {
        Admission? admission = null;
        try
        {
            // The visitor's browser may have gone; an enquiry that was asked is taken all the same.
            var (enquiry, isNew) = await writer.WriteAsync(
                // The writer may try several times; the enquiry is counted once.
                (database, cancellation) => StoreAsync(database, details, token, () => screen.Add(score, admission ??= rates.Admit(remote)), cancellation),
                CancellationToken.None);
            Tell(enquiry, isNew);
            return enquiry.Reference;
        }
        catch (StorageBusyException)
        {
            if (admission is not null)
            {
                rates.Withdraw(admission);
            }

            throw;
        }
    }

    private void Tell(Enquiry enquiry, bool isNew)
    {
        var reference = Reference.Show(enquiry.Reference, clinic.Value.ReferencePrefix);
        if (!isNew)
        {
            LogRepeated(reference);
            return;
        }

        metrics.Received(enquiry.Status);
        if (enquiry.Status == EnquiryStatus.Quarantined)
        {
            LogQuarantined(reference, enquiry.Score, enquiry.ScoreReasons);
        }
        else
        {
            notifier.Wake();
            LogReceived(reference, enquiry.Score, enquiry.ScoreReasons);
        }
    }

    private async Task<(Enquiry Enquiry, bool IsNew)> StoreAsync(EnquiryDb database, EnquiryDetails details, FormToken? token, Func<SpamScore> admit, CancellationToken cancellation)
    {
        var sameToken = token is null ? [] : await OfToken(database, token.Id).ToListAsync(cancellation);
        var content = fingerprints.OfContent(details);
        var first = sameToken.Find(enquiry => enquiry.ContentFingerprint.AsSpan().SequenceEqual(content));
        if (first is not null && await StillWaitingAsync(database, first, cancellation) is { } repeated)
        {
            return (repeated, false);
        }

        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var replyDue = hours.AddWorkingTime(now, TimeSpan.FromHours(options.Value.ReplyWithinWorkingHours));
        if (rates.IsDayUnknown)
        {
            rates.RememberDay(await database.Enquiries.Where(stored => stored.Received > now.AddDays(-1)).OrderBy(stored => stored.Received)
                .Select(stored => stored.Received).ToListAsync(cancellation));
        }

        // One row holds the token with these answers, and a repeat of it follows that one.
        var enquiry = Enquiry.Receive(details, first is null ? token : null, admit(), first ?? sameToken.FirstOrDefault(), now, replyDue, seal, fingerprints);
        if (enquiry.Status == EnquiryStatus.Clean)
        {
            await mail.AddAsync(database, enquiry, details, now, cancellation);
        }

        database.Enquiries.Add(enquiry);
        await database.SaveChangesAsync(cancellation);
        return (enquiry, true);
    }

    /// <summary>
    /// The enquiry that a repeat is about: the first one, or the one it was asked in again after staff had settled the
    /// first. Null when all are settled: nobody waits for anything any more, so whoever asks again asks anew.
    /// </summary>
    private static async Task<Enquiry?> StillWaitingAsync(EnquiryDb database, Enquiry first, CancellationToken cancellation) =>
        first.Desk == DeskState.New
            ? first
            : await database.Enquiries.AsNoTracking()
                .Where(enquiry => enquiry.FollowsId == first.Id && enquiry.Desk == DeskState.New && enquiry.ContentFingerprint == first.ContentFingerprint)
                .OrderByDescending(enquiry => enquiry.Received).FirstOrDefaultAsync(cancellation);

    [LoggerMessage(Level = LogLevel.Information, Message = "Enquiry {Reference} received (score {Score}: {Reasons})")]
    private partial void LogReceived(string reference, int score, string reasons);

    [LoggerMessage(Level = LogLevel.Information, Message = "Enquiry {Reference} received and set aside (score {Score}: {Reasons})")]
    private partial void LogQuarantined(string reference, int score, string reasons);

    [LoggerMessage(Level = LogLevel.Information, Message = "Enquiry {Reference} sent again; nothing new")]
    private partial void LogRepeated(string reference);
}
