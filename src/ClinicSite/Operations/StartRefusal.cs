using System.Globalization;
using System.Net.Sockets;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Evidence;
using ClinicSite.Shell.Pages;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Serilog;

namespace ClinicSite.Operations;

/// <summary>
/// Tells a technician why the program did not start: the settings or files to mend, one a line, and no stack trace, which
/// would only hide them.
/// </summary>
public static class StartRefusal
{
    /// <summary>Faults that a message explains; anything else is a fault of the program and keeps its stack trace.</summary>
    public static bool Explains(Exception exception) =>
        exception is OptionsValidationException or StorageException or KeyRingException or RegisterException
        // A setting that cannot be read as what it is; its message names it.
        || exception is InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" }
        // Its message names the address that is taken.
        || exception is IOException { InnerException: AddressInUseException }
        // One that is not this machine's, or a port that needs more rights.
        || exception is SocketException
        || (exception is PageRenderException { InnerException: { } cause } && Explains(cause))
        || (exception is AggregateException several && several.InnerExceptions.All(Explains));

    /// <param name="refused">One that <see cref="Explains"/>.</param>
    /// <param name="serves">True for the log of a site; false for the person who typed a command.</param>
    /// <param name="environment">The name of the one that it ran in; null for a site, and when a command did not come so far.</param>
    public static void Report(Exception refused, bool serves, string? environment)
    {
        if (!serves)
        {
            foreach (var reason in Reasons(refused))
            {
                Console.Error.WriteLine(reason);
            }

            // Typed in a shell, a command has nothing of what a service manager gives the site.
            if (environment is not null && IsOfSettings(refused))
            {
                Console.Error.WriteLine($"A command needs the same settings and environment as the site; this one ran in the environment {environment}.");
            }

            return;
        }

        using var log = new LoggerConfiguration().WriteTo.Console(formatProvider: CultureInfo.InvariantCulture).CreateLogger();
        foreach (var reason in Reasons(refused))
        {
            log.Fatal("The site does not start: {Reason:l}", reason);
        }
    }

    private static bool IsOfSettings(Exception refused) =>
        refused is OptionsValidationException || (refused is AggregateException several && several.InnerExceptions.Any(IsOfSettings));

    /// <summary>One line for each thing to mend; a setting that others are checked against is told once.</summary>
    public static IEnumerable<string> Reasons(Exception refused) => refused switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(Reasons).Distinct(StringComparer.Ordinal),
        PageRenderException fault => Reasons(fault.InnerException!).Select(reason => $"{fault.Path}: {reason}"),
        OptionsValidationException invalid => invalid.Failures,
        RegisterException outOfOrder => outOfOrder.Problems,
        SocketException cannotBind => [$"An address of \"{WebHostDefaults.ServerUrlsKey}\" cannot be served here: {cannotBind.Message}."],
        _ => [refused.Message],
    };
}
