using ClinicSite.Enquiries;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>P7: a double click is one enquiry, and one set of mails.</summary>
public sealed class DoubleClickTests
{
    [Fact]
    public async Task Send_TenTimesAtOnce_IsOneEnquiryOneConfirmationAndOneSetOfMails()
    {
        const int visitors = 20, clicks = 10;
        await using var relay = new ScriptedSmtpServer();
        using var folder = MemoryFolder.Create();
        await using var site = Site.Open(MailSettings.To(relay.Port), folder.Path);
        var tokens = site.Services.GetRequiredService<FormTokens>();
        var visits = Enumerable.Range(1, visitors).Select(number => new Visit(number, tokens.Issue())).ToList();
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        var identical = 0;
        foreach (var visit in visits)
        {
            var pages = await Task.WhenAll(Enumerable.Range(0, clicks).Select(async _ =>
            {
                using var visitor = site.NewVisitor();
                using var answer = await visit.PostAsync(visitor);
                return await visitor.GetStringAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
            }));
            identical += pages.GroupBy(page => page, StringComparer.Ordinal).Max(same => same.Count());
        }

        await site.Log.SawAsync(" sent (attempt 1)", times: 3 * visitors);
        var rows = await site.ReadAsync(database => database.Enquiries.CountAsync(TestContext.Current.CancellationToken));
        PromiseTable.Note("P7", $"{visitors} visitors who press {clicks} times at once", $"{rows} rows, {identical} of {visitors * clicks} identical confirmations, {relay.Messages.Count} mails of {3 * visitors} owed");
        Assert.Equal((visitors, visitors * clicks, 3 * visitors), (rows, identical, relay.Messages.Count));
    }
}
