using ClinicSite.Enquiries.Notification;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries.Storage;

/// <summary>A start with a clock that is behind the one by which the rows were written.</summary>
public sealed class ClockSetBackTests : IAsyncLifetime
{
    private readonly DataFolder _data = new();
    private readonly ScriptedSmtpServer _relay = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Start_TwoDaysBack_SendsWhatWaitsNowAndNothingTwice()
    {
        await using (var site = Open(Site.Start))
        {
            await DataFolder.AskAsync(site);
            await _relay.MessagesAsync(3, TestContext.Current.CancellationToken);
            await site.Log.SawAsync(" sent (attempt 1)", times: 3);
            _relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Reply(451, "not now"));
            site.Pass(TimeSpan.FromHours(2));
            await DataFolder.AskAsync(site);
            await site.Log.SawAsync("it is now Pending", times: 3);
        }

        _relay.Recover();
        await using (var site = Open(Site.Start.AddDays(-2)))
        {
            // Without a wait of its own it would wait two days for the mail, as the site would.
            await _relay.MessagesAsync(6, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await site.Log.SawAsync(" sent (attempt 2)", times: 3);
        }

        await using (var site = Open(Site.Start.AddDays(1)))
        {
            Assert.All(await site.ReadAsync(database => database.Deliveries.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken)), row => Assert.Equal(DeliveryState.Sent, row.State));
        }

        Assert.Equal(6, _relay.Messages.Count);
        Assert.Equal(6, _relay.Messages.Select(message => message.Message.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    private Site Open(DateTimeOffset now) => _data.Open(now, MailSettings.To(_relay.Port));
}
