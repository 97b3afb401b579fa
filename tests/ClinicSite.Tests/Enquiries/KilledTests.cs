using System.Net;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;

namespace ClinicSite.Tests.Enquiries;

/// <summary>A real process, ended without a warning between the post and the send.</summary>
public sealed class KilledTests
{
    [Fact]
    public async Task Kill_BetweenPostAndSend_SendsAfterTheNextStart()
    {
        await using var relay = new ScriptedSmtpServer();
        relay.Always(SmtpPhase.MailFrom, SmtpAnswer.Silence);
        var folder = Directory.CreateTempSubdirectory("clinicsite-").FullName;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data:Folder"] = folder,
            ["Email:Transport"] = "Smtp",
            ["Email:Smtp:Host"] = "127.0.0.1",
            ["Email:Smtp:Port"] = relay.Port.ToString(),
            ["Email:Smtp:Security"] = "None",
        };

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
        await using (ProgramRun.Start("Development", settings))
        {
            var messages = await relay.MessagesAsync(3, TestContext.Current.CancellationToken);
            Assert.All(messages, message => Assert.Contains(reference, message.Message.Subject, StringComparison.Ordinal));
            Assert.Equal(3, messages.Select(message => message.Message.MessageId).Distinct(StringComparer.Ordinal).Count());
        }

        Directory.Delete(folder, recursive: true);
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
