using System.CommandLine;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Operations.Backup;
using ClinicSite.Operations.Health;
using ClinicSite.Shell;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

/// <summary>How the program was called.</summary>
/// <param name="Settings">Arguments of the form <c>--Section:Key=value</c>, and the host's own.</param>
/// <param name="Serves">False for a command: it does one job beside a site that may be serving, and takes no requests.</param>
public sealed record ProgramCall(string[] Settings, bool Serves);

/// <summary>
/// The program's command line: without a command it serves the site, with one it does one job and ends.
/// </summary>
/// <remarks>
/// Serving and commands are built by the same composition root from the same settings, so a command sees what the site
/// sees. Exit codes: 0 done, 1 refused or failed with a reason on the error stream. A command's answer is all it writes
/// to the output stream, so that it can be piped.
/// </remarks>
public static class SiteCommands
{
    // Read by the host before any setting, hence options of their own: a person may write "--urls X" without the "=".
    private static readonly Option<string?>[] HostOptions =
    [
        new("--urls") { Description = "Addresses to serve at, for example http://127.0.0.1:5080", Recursive = true },
        new("--environment") { Description = "Development or Production", Recursive = true },
    ];

    // Else the host watches their files, which takes one of the machine's few watches and changes nothing here.
    private const string ReadSettingsOnce = "--hostBuilder:reloadConfigOnChange=false";

    public static async Task<int> RunAsync(string[] args, Func<ProgramCall, WebApplication> build)
    {
        // Settings are the configuration system's to read, and may be any; the rest is checked strictly.
        var isCommand = args.Index().Any(argument => !argument.Item.StartsWith('-') && !IsHostValue(args, argument.Index));
        if (!isCommand)
        {
            _ = HeadStart.Begin();
        }

        var (settings, typed) = Split(args, isCommand);
        var root = new RootCommand("Serves the clinic's site, or does one job on its data. Any setting can be given as --Section:Key=value.");
        Array.ForEach(HostOptions, root.Options.Add);
        WebApplication? app = null;
        WebApplication Build(bool serves) => app = build(new ProgramCall([ReadSettingsOnce, .. settings, .. HostSettings(root.Parse(typed))], serves));
        IServiceProvider BuildForCommand() => Checked(Build(serves: false));

        root.Subcommands.Add(EnquiryCommands.Make(BuildForCommand));
        root.Subcommands.Add(KeyCommands.Make(BuildForCommand));
        root.Subcommands.Add(MailCommands.Make(BuildForCommand));
        Array.ForEach([.. BackupCommands.Make(BuildForCommand)], root.Subcommands.Add);
        root.SetAction(async (_, cancellation) =>
        {
            var site = Build(serves: true);
            site.UseShell(endpoints => endpoints.MapHealth());
            var behindSite = Checked(site).GetServices<IHostedService>().OfType<WorkBehindSite>().ToList();
            var stopping = site.Lifetime.ApplicationStopping;
            try
            {
                await site.RunAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Told to end before it was open: what it had begun is taken up again at the next start.
            }

            return behindSite.Exists(one => one.HasBroken) ? 1 : 0;
        });
        var parsed = root.Parse(typed);
        try
        {
            // The host has its own, more patient, way to end when the program is told to.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        // A busy database ends a command; in a site that serves it is an answer's business, and in the log.
        catch (Exception refused) when (StartRefusal.Explains(refused) || (isCommand && refused is StorageBusyException))
        {
            // A site that has ended no longer knows its own.
            StartRefusal.Report(refused, serves: !isCommand, isCommand ? app?.Environment.EnvironmentName : null);
            return 1;
        }
        finally
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Before any folder is made: all wrong settings in one go, but one that cannot be read as what it is alone.</summary>
    private static IServiceProvider Checked(WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        return app.Services;
    }

    /// <summary>What stands behind "--urls" without a "=" is no command.</summary>
    private static bool IsHostValue(string[] args, int place) => place > 0 && Array.Exists(HostOptions, option => option.Name == args[place - 1]);

    /// <summary>Without a command every <c>--name=value</c> is a setting; beside one, only those that name a section.</summary>
    private static (string[] Settings, string[] Typed) Split(string[] args, bool isCommand)
    {
        var kinds = args.ToLookup(argument =>
            argument.StartsWith("--", StringComparison.Ordinal)
            && argument.Contains('=', StringComparison.Ordinal)
            && (!isCommand || argument.Split('=')[0].Contains(':', StringComparison.Ordinal)));
        return ([.. kinds[true]], [.. kinds[false]]);
    }

    private static IEnumerable<string> HostSettings(ParseResult parsed) =>
        HostOptions.Where(option => parsed.GetValue(option) is not null).Select(option => $"{option.Name}={parsed.GetValue(option)}");
}
