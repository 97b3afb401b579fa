using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Shell;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>What the promises need of a site in this process: its notifier's rounds one by one, and rows by the thousand.</summary>
internal static class Notifier
{
    /// <summary>Takes the loop away and leaves what it runs: then days pass as fast as the rounds are called.</summary>
    public static void ByHand(IServiceCollection services) =>
        services.RemoveHosted<WorkBehindSite<NotifierWorker>>();

    /// <summary>What the loop does each time it wakes.</summary>
    public static async Task NotifyAsync(this Site site)
    {
        var pass = site.Services.GetRequiredService<DeliveryPass>();
        await pass.RunAsync(TestContext.Current.CancellationToken);
        if (await site.Services.GetRequiredService<DigestSchedule>().OweAsync(TestContext.Current.CancellationToken))
        {
            await pass.RunAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks as a person who took a minute to write.</summary>
    public static Task<string> AskAsync(this Site site, int number)
    {
        var visit = new Visit(number, site.Services.GetRequiredService<FormTokens>().Issue());
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        return visit.SendAsync(site.Http);
    }

    /// <summary>Owes so many more notices for the only enquiry there is, due now; in one transaction.</summary>
    public static Task<int> OweMoreAsync(this Site site, int count) => site.ReadAsync(async database =>
    {
        var enquiry = await database.Enquiries.SingleAsync(TestContext.Current.CancellationToken);
        enquiry.Owe(Enumerable.Range(0, count).Select(number => Delivery.ToStaff(number % 2, "eternal-beauty.example", site.Clock.GetUtcNow().AddMilliseconds(-number))));
        return await database.SaveChangesAsync(TestContext.Current.CancellationToken);
    });
}
