using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace ClinicSite.Operations;

/// <summary>
/// The log names references and outcomes, never a person. Text to read in Development, one JSON object a line elsewhere.
/// </summary>
/// <remarks>
/// Two stages: why a start failed is told by <see cref="StartRefusal"/>, which needs no settings; from then on this logger
/// speaks. The static logger is left alone, so that several hosts can run in one process.
/// </remarks>
public static class LoggingSetup
{
    /// <param name="builder">The program.</param>
    /// <param name="serves">False for a command, whose answer is alone on the output stream: only trouble is logged, to the error stream.</param>
    public static void AddSiteLogging(this WebApplicationBuilder builder, bool serves) => builder.Host.UseSerilog(
        (context, services, logging) =>
        {
            logging
                .MinimumLevel.Is(serves ? LogEventLevel.Information : LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                // While it may log anything at all, the host makes an activity for every request: a fifth of a finished
                // page's time. What fails inside a request is logged by the error handler and by Kestrel.
                .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
                // It says at every look what AlertWorker says once.
                .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LevelAlias.Off)
                // The host logs a refused start with its stack trace; StartRefusal says the same in words, once.
                .Filter.ByExcluding(line => line.Exception is not null && IsOfAStart(line) && StartRefusal.Explains(line.Exception))
                // And one that was told to end before it was open has not failed.
                .Filter.ByExcluding(line => line.Exception is OperationCanceledException && IsOfAStart(line))
                .ReadFrom.Services(services)
                .Enrich.FromLogContext();
            if (!serves || context.HostingEnvironment.IsDevelopment())
            {
                logging.WriteTo.Console(
                    standardErrorFromLevel: serves ? null : LogEventLevel.Verbose,
                    outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                    formatProvider: CultureInfo.InvariantCulture);
            }
            else
            {
                logging.WriteTo.Console(new RenderedCompactJsonFormatter());
            }
        },
        preserveStaticLogger: true);

    /// <summary>The host's and the server's words for a start that failed; the same fault in a site that is open must be heard.</summary>
    private static bool IsOfAStart(LogEvent line) => line.MessageTemplate.Text is "Hosting failed to start" or "Unable to start Kestrel.";
}
