using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Notification;

/// <summary>
/// Decides when staff are owed a digest, and writes the rows.
/// </summary>
/// <remarks>
/// One is owed every day at its hour in clinic time, also when there is nothing to tell, so that silence means trouble;
/// and at every full hour while an enquiry is in quarantine, because a person may wait in it. It is a delivery like any
/// other: stored, retried, never given up. While one to a mailbox still waits no second is owed: a digest is composed
/// when it is sent, so the waiting one tells the newest. What was owed last stands in the database; a program that was
/// down at the hour owes it when it comes back, and a crash between the decision and its commit changes nothing. What was
/// owed for a time that is still to come was owed while the clock ran ahead: it is forgotten, so that it silences nothing.
/// </remarks>
public sealed class DigestSchedule(
    DatabaseWriter writer,
    IDbContextFactory<EnquiryDb> databases,
    OpeningHours hours,
    IOptions<DigestOptions> options,
    IOptions<EmailOptions> email,
    RunStart run,
    TimeProvider clock)
{
    /// <summary>A clock that was set back by less is let catch up; more would leave out an hourly digest.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    private DateTimeOffset _looked = DateTimeOffset.MaxValue;
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;

    /// <returns>True when a digest has become due.</returns>
    public async Task<bool> OweAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_looked <= now && now < _nextLook)
        {
            return false;
        }

        await using var database = await databases.CreateDbContextAsync(cancellation);
        await ForgetFutureAsync(database, now + Ahead, cancellation);
        var last = await database.Deliveries.Where(delivery => delivery.Kind == DeliveryKind.Digest)
            .MaxAsync(delivery => (DateTimeOffset?)delivery.Owed, cancellation);
        var hasQuarantine = await database.Enquiries.Undecided().AnyAsync(cancellation);
        var due = DueAt(now, last ?? run.At, hasQuarantine);
        if (due is not null)
        {
            await writer.WriteAsync((writing, token) => OweAsync(writing, due.Value, token), cancellation);
        }

        // Set last: what failed above is tried again.
        (_looked, _nextLook) = (now, NextLook(now));
        return due is not null;
    }

    /// <summary>The moment for which a digest is owed; null when none is.</summary>
    public DateTimeOffset? DueAt(DateTimeOffset now, DateTimeOffset last, bool hasQuarantine)
    {
        var today = Todays(now);
        var daily = today <= now ? today : hours.At(hours.DayOf(now).AddDays(-1), options.Value.At);
        if (daily > last)
        {
            return daily;
        }

        var hour = FullHour(now);
        return hasQuarantine && hour > last ? hour : null;
    }

    private async Task<int> OweAsync(EnquiryDb database, DateTimeOffset due, CancellationToken cancellation)
    {
        var waiting = await database.Deliveries
            .Where(delivery => delivery.Kind == DeliveryKind.Digest && Delivery.Waiting.Contains(delivery.State))
            .Select(delivery => delivery.RecipientSlot).ToListAsync(cancellation);
        var domain = Mailbox.AsciiDomain(Mailbox.Parse(email.Value.From));
        database.Deliveries.AddRange(Enumerable.Range(0, email.Value.Staff.Count).Except(waiting).Select(slot => Delivery.DigestTo(slot, domain, due)));
        return await database.SaveChangesAsync(cancellation);
    }

    private async Task ForgetFutureAsync(EnquiryDb database, DateTimeOffset after, CancellationToken cancellation)
    {
        if (await Future(database).AnyAsync(cancellation))
        {
            await writer.WriteAsync((writing, token) => Future(writing).ExecuteDeleteAsync(token), cancellation);
        }

        IQueryable<Delivery> Future(EnquiryDb of) =>
            of.Deliveries.Where(delivery => delivery.Kind == DeliveryKind.Digest && delivery.Owed > after && delivery.State != DeliveryState.Leased);
    }

    private DateTimeOffset NextLook(DateTimeOffset now)
    {
        var today = Todays(now);
        var nextHour = FullHour(now).AddHours(1);
        return today > now && today < nextHour ? today : nextHour;
    }

    private DateTimeOffset Todays(DateTimeOffset now) => hours.At(hours.DayOf(now), options.Value.At);

    private static DateTimeOffset FullHour(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerHour));
}
