using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Email;

/// <summary>
/// The relay's certificate as a machine sees it that trusts its authority: only so does an expired one, or one for another
/// name, fail for that reason alone. Trust is set for a process, so this is one of its own.
/// </summary>
public sealed class SmtpCertificateTests
{
    [Theory(Explicit = true)]
    [InlineData("localhost", 1, true, null)]
    [InlineData("localhost", -1, true, "NotTimeValid")]
    [InlineData("mail.elsewhere.example", 1, true, "NameMismatch")]
    [InlineData("localhost", 1, false, "PartialChain")]
    public async Task Send_ToARelayWithACertificate_OnlyWhenItIsValidTodayForThisNameAndTrusted(string host, int daysLeft, bool trusted, string? problem)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (certificate, authority) = TestCertificate.FromAuthority(host, now.AddDays(-10), now.AddDays(daysLeft));
        await using var relay = new ScriptedSmtpServer { OfferStartTls = true, OfferAuth = ["PLAIN"], Certificate = certificate };
        var folder = Directory.CreateTempSubdirectory("clinicsite-");
        var authorities = Path.Combine(folder.FullName, "authorities.pem");
        await File.WriteAllTextAsync(authorities, trusted ? authority : TestCertificate.Create().ExportCertificatePem(), TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Data:Folder"] = Path.Combine(folder.FullName, "data"),
            ["Email:Transport"] = "Smtp",
            ["Email:Smtp:Host"] = "localhost",
            ["Email:Smtp:Port"] = relay.Port.ToString(),
            ["Email:Smtp:Security"] = "StartTls",
            ["Email:Smtp:CheckRevocation"] = "false",
            ["Email:Smtp:User"] = relay.User,
            ["Email:Smtp:Password"] = relay.Password,
        };

        await using (var run = ProgramRun.Start("Development", settings, "env", $"SSL_CERT_FILE={authorities}", "SSL_CERT_DIR=/nowhere"))
        {
            using var visitor = await run.VisitorAsync();
            using var page = await visitor.GetAsync(new Uri("/consultation", UriKind.Relative), TestContext.Current.CancellationToken);
            using (await new FormOnPage(await Site.HtmlOf(page)).FillValid().SendAsync(visitor))
            {
            }

            await run.SawAsync(problem is null ? " sent (attempt 1)" : $"tls {problem}");
        }

        Assert.Equal(problem is not null, relay.Messages.Count == 0);
        Assert.Equal(problem is not null, !relay.ClientLines.Any(line => line.StartsWith("AUTH", StringComparison.Ordinal)));
        folder.Delete(recursive: true);
    }
}
