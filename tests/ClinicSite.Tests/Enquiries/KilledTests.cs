using System.Net;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using ClinicSite.Tests.Enquiries.Storage;

namespace ClinicSite.Tests.Enquiries;

/// <summary>A real process, ended without a warning between the post and the send.</summary>
public sealed class KilledTests
{
    [Fact]
    public async Task Kill_BetweenPostAndSend_SendsAfterTheNextStart()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Silence);
        using var data = new DataFolder();
        var settings = new Dictionary<string, string?>(MailSettings.To(relay.Port), StringComparer.Ordinal) { ["Data:Folder"] = data.Folder };

        string reference;
        await using (var run = ProgramRun.Start("Development", settings))
        {
            using var visitor = await run.VisitorAsync();
            using var page = await visitor.GetAsync(new Uri("/consultation", UriKind.Relative), TestContext.Current.CancellationToken);
            using var answer = await new FormOnPage(await Site.HtmlOf(page)).FillValid().SendAsync(visitor);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            reference = answer.Headers.Location!.ToString().Split('/')[^1];
            await relay.ReachedAsync(SmtpPhase.MailFrom, 1, TestContext.Current.CancellationToken);
            await run.KillAsync();
        }

        relay.Recover();
        await using var again = ProgramRun.Start("Development", settings);
        var messages = await relay.MessagesAsync(3, TestContext.Current.CancellationToken);
        Assert.All(messages, message => Assert.Contains(reference, message.Message.Subject, StringComparison.Ordinal));
        Assert.Equal(3, messages.Select(message => message.Message.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Start_BesideARunningCopy_IsRefused()
    {
        await using var site = Site.Open();

        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Development", new(StringComparer.Ordinal) { ["Data:Folder"] = site.Folder });

        Assert.Equal(1, exitCode);
        Assert.Contains("Another copy of the site is already running", output, StringComparison.Ordinal);
    }
}
