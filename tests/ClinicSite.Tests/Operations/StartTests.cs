using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Storage;

namespace ClinicSite.Tests.Operations;

/// <summary>What the program says when it starts, and what stops it.</summary>
public sealed class StartTests
{
    private static readonly Dictionary<string, string?> RealClinic = new(StringComparer.Ordinal)
    {
        ["Clinic:Name"] = "Riverside Skin Clinic",
        ["Clinic:ShortName"] = "Riverside Skin",
        ["Clinic:SiteUrl"] = "https://www.riverside-skin-clinic.org",
        ["Clinic:Phone"] = "0161 715 2233",
        ["Clinic:Email"] = "hello@riverside-skin-clinic.org",
        ["Clinic:TimeZone"] = "Europe/London",
        ["Clinic:OpeningHours:Monday"] = "09:00-17:00",
        ["Clinic:EmergencyNumber"] = "999",
        ["Clinic:UrgentAdvice"] = "Call us.",
        ["Clinic:OutOfHoursAdvice"] = "Call NHS 111.",
        ["Email:Transport"] = "Smtp",
        ["Email:From"] = "website@riverside-skin-clinic.org",
        ["Email:Staff:0"] = "reception@riverside-skin-clinic.org",
        ["Email:Smtp:Host"] = "127.0.0.1",
        ["Proxies:None"] = "true",
        ["Evidence:PublishUnreviewed"] = "true",
    };

    [Fact]
    public async Task Start_InProductionWithNothingSet_NamesEveryMissingSetting()
    {
        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Production", []);

        Assert.Equal(1, exitCode);
        foreach (var key in new[] { "Clinic:Name is missing", "Clinic:SiteUrl is \"\". It must be an https address", "Clinic:Phone is missing", "Email:Transport is Pickup", "Email:From", "Email:Staff", "Data:Folder is \"App_Data\". In Production it must be an absolute path", "Proxies:Known is missing", "Clinic:Reviewer is missing" })
        {
            Assert.Contains(key, output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("A command", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ACommandWithoutTheSettingsOfTheSite_SaysThatItNeedsThem()
    {
        var (exitCode, output) = await ProgramRun.CommandAsync("enquiries list", [], environment: "Production");

        Assert.Equal(1, exitCode);
        Assert.Contains("Clinic:Name is missing", output, StringComparison.Ordinal);
        Assert.EndsWith("\nA command needs the same settings and environment as the site; this one ran in the environment Production.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_WhileAVisitorSendsNothingMore_EndsBeforeAContainerManagerKills()
    {
        using var data = new DataFolder();
        await using var run = ProgramRun.Start("Development", new(StringComparer.Ordinal) { ["Data:Folder"] = data.Folder });
        var address = new Uri((await run.SawAsync("The site is at")).Split("The site is at ")[1]);
        using var visitor = new TcpClient();
        await visitor.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await visitor.Client.SendAsync("GET / HTTP/1.1\r\nHost: local"u8.ToArray(), TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();

        await run.TerminateAsync();

        Assert.Equal(0, await run.ExitAsync());
        // It is patient for eight; on a busy machine a process takes a while to end, and it was patient for thirty.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Terminate_DuringTheStart_IsNoFailure()
    {
        using var data = new DataFolder();
        // A pipe in the place of the kept pages: the start waits at it for as long as somebody holds its other end and writes
        // nothing. All pages are still to be rendered then.
        var pages = Path.Combine(data.Folder, "pages.bin");
        using (var made = Process.Start("mkfifo", [pages]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using var run = ProgramRun.Start("Development", new(StringComparer.Ordinal) { ["Data:Folder"] = data.Folder, ["Pages:AlwaysFresh"] = "false" });
        // To open it for writing takes until somebody reads.
        var reached = Task.Factory.StartNew(
            () => new FileStream(pages, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await using (await reached.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken))
        {
            await run.TerminateAsync();
        }

        Assert.Equal(0, await run.ExitAsync());
        Assert.DoesNotContain("The site is at", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Clinic:Phone", "01632 960123", "Clinic:Phone still holds the sample value")]
    [InlineData("Clinic:Email", "hello@eternal-beauty.example", "Clinic:Email still holds the sample value")]
    [InlineData("Clinic:SiteUrl", "http://www.riverside-skin-clinic.org", "It must be an https address")]
    [InlineData("Clinic:SiteUrl", "https://www.riverside-skin-clinic.org/home", "without a path")]
    [InlineData("Clinic:SiteUrl", "https://www.riverside-skin-clinic.org ", "Clinic:SiteUrl is")]
    [InlineData("Clinic:SiteUrl", "https://WWW.riverside-skin-clinic.org", "in small letters")]
    [InlineData("Clinic:SiteUrl", "https://www.riverside-skin-clinic.org:443", "Clinic:SiteUrl is")]
    [InlineData("Clinic:SiteUrl", "https://www.riverside-skin-clinic.org#top", "Clinic:SiteUrl is")]
    [InlineData("Clinic:Phone", "+44 (0)161 715 2233", "It must be the one number patients call")]
    [InlineData("Clinic:Phone", "0161 715 2233 / 0161 715 2244", "It must be the one number patients call")]
    [InlineData("Clinic:Email", "Riverside <hello@riverside-skin-clinic.org>", "It must be the address patients write to")]
    [InlineData("Clinic:EmergencyNumber", "999 or 112", "It must be the one number for a medical emergency")]
    [InlineData("Clinic:Offers:0", "micro-needling", "Clinic:Offers names the treatment \"micro-needling\". It must be one of microneedling, ")]
    [InlineData("Clinic:People:0:Name", "Dr Rowan Hale", "Clinic:People:0:Role is missing")]
    [InlineData("Clinic:Holidays:0", "25/12/2026", "Clinic:Holidays:0 is \"25/12/2026\". It must be a date, for example \"2026-12-25\".")]
    [InlineData("Clinic:TimeZone", "Mars/Olympus", "It must be an IANA time zone")]
    [InlineData("Clinic:OpeningHours:Monday", "nine to five", "\"Monday\": \"nine to five\"")]
    [InlineData("Clinic:HasDermatologist", "true", "Clinic:People names none")]
    [InlineData("Clinic:SecurityContact", "security@riverside-skin-clinic.org", "It must be an address with its scheme")]
    [InlineData("Email:Transport", "Pickup", "In Production it must be Smtp")]
    [InlineData("Email:Smtp:Host", "", "Email:Smtp:Host is \"\". It must be the name or address of the mail relay")]
    [InlineData("Email:Staff:0", "reception at riverside", "Email:Staff:0")]
    [InlineData("Email:Smtp:Port", "submission", "'submission' at 'Email:Smtp:Port'")]
    [InlineData("Email:Smtp:Prot", "587", "Email:Smtp:Prot is no setting. Email:Smtp has Host, Port, ")]
    [InlineData("Enquiries:Digest:At", "eight", "'eight' at 'Enquiries:Digest:At'")]
    [InlineData("Data:Folder", "App_Data", "In Production it must be an absolute path")]
    [InlineData("Proxies:None", "false", "Proxies:Known is missing")]
    [InlineData("Proxies:Known:0", "a proxy", "Each entry must be an IP address")]
    [InlineData("Proxies:Known:0", "0.0.0.0/0", "Proxies:Known has \"0.0.0.0/0\"")]
    [InlineData("Evidence:PublishUnreviewed", "false", "or set Evidence:PublishUnreviewed to \"true\"")]
    [InlineData("Clinic:Reviewer:Name", "Dr Rowan Hale", "Clinic:Reviewer:Registration is missing")]
    [InlineData("Clinic:Reviewer:Reviewed", "2026-11-20", "must be two dates in this order")]
    [InlineData("Security:Aliases:0", "https://riverside-skin-clinic.org", "Each entry must be a name alone")]
    [InlineData("Security:Aliases:0", "WWW.riverside-skin-clinic.org", "under which the site answers")]
    [InlineData("Enquiries:Notification:Waits:0", "15", "Enquiries:Notification:Waits has 15.00:00:00. Each wait must be between 1 second and 1 day")]
    [InlineData("Enquiries:Notification:Waits:0", "00:00:00", "Enquiries:Notification:Waits has 00:00:00")]
    [InlineData("Email:Smtp:OverallTimeout", "00:03:00", "Enquiries:Notification:Lease must be longer than Email:Smtp:OverallTimeout")]
    [InlineData("Pages:AlwaysFresh", "maybe", "'maybe' at 'Pages:AlwaysFresh'")]
    [InlineData("urls", "http://127.0.0.1:99999", "urls has \"http://127.0.0.1:99999\". It must be an address")]
    [InlineData("urls", "http://127.0.0.1:18479/clinic", "urls has \"http://127.0.0.1:18479/clinic\"")]
    [InlineData("urls", "http://127.0.0.1:18479;riverside", "urls has \"riverside\"")]
    [InlineData("Enquiries:ReplyWithinWorkingHours", "0", "Enquiries:ReplyWithinWorkingHours must be between 1 and 80")]
    public async Task Start_InProductionWithOneWrongSetting_NamesItAndTheRule(string key, string value, string message)
    {
        using var data = new DataFolder();
        var settings = new Dictionary<string, string?>(RealClinic, StringComparer.Ordinal) { ["Data:Folder"] = data.Folder, [key] = value };

        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Production", settings);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Folder));
    }

    [Fact]
    public async Task Start_AtAnAddressOfAnotherMachine_SaysSoAndNothingElse()
    {
        using var data = new DataFolder();

        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Development", new() { ["Data:Folder"] = data.Folder, ["urls"] = "http://192.0.2.1:18479" });

        Assert.Equal(1, exitCode);
        Assert.Contains("An address of \"urls\" cannot be served here", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InProductionWithTheDataInTheReleaseFolder_IsRefused()
    {
        var inside = Path.Combine(ProgramRun.Find().Folder, "data-of-a-test");

        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Production", new(RealClinic, StringComparer.Ordinal) { ["Data:Folder"] = inside });

        Assert.Equal(1, exitCode);
        Assert.Contains("inside the release folder, where the next deploy would overwrite it", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(inside));
    }

    [Fact]
    public async Task Start_InProductionWithARealClinic_LogsOneJsonObjectALineAndMakesNothingElsewhere()
    {
        using var data = new DataFolder();
        var home = Directory.CreateDirectory(Path.Combine(data.Folder, "home")).FullName;
        var settings = new Dictionary<string, string?>(RealClinic, StringComparer.Ordinal) { ["Data:Folder"] = Path.Combine(data.Folder, "data") };
        await using var run = ProgramRun.Start("Production", settings, "env", $"HOME={home}");
        await run.SawAsync("The site is at");

        Assert.All(run.Output.Split('\n'), line => Assert.StartsWith("{\"@t\":", line, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(home));
    }

    [Fact]
    public async Task Start_AtAnAddressInUse_SaysSoAndNothingElse()
    {
        using var data = new DataFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, output) = await ProgramRun.ToTheEndAsync("Development", new() { ["Data:Folder"] = data.Folder, ["urls"] = $"http://{other.LocalEndpoint}" });

        Assert.Equal(1, exitCode);
        Assert.Contains("address already in use", output, StringComparison.Ordinal);
        Assert.DoesNotContain("BackgroundService", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InDevelopment_SaysFirstWhereThingsAre()
    {
        using var data = new DataFolder();
        await using var run = ProgramRun.Start("Development", new() { ["Data:Folder"] = data.Folder });
        await run.SawAsync("The site is at http://127.0.0.1:");

        Assert.Contains($"Enquiries are kept in {data.Database}; mail goes to {Path.Combine(data.Folder, "mail")}", run.Output.Split('\n')[0], StringComparison.Ordinal);
    }
}
