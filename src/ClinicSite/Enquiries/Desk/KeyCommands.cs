using System.CommandLine;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Desk;

/// <summary>The command <c>keys rotate</c>.</summary>
public static class KeyCommands
{
    /// <param name="services">Builds the program from its settings, the first time it is asked.</param>
    public static Command Make(Func<IServiceProvider> services)
    {
        var rotate = new Command("rotate", "Makes a new key and seals every enquiry with it. Stop the site first, and back the keys up after. Example: keys rotate");
        rotate.SetAction(async (parsed, cancellation) =>
        {
            var opened = services();
            await opened.GetRequiredService<StorageBeside>().OpenAsync(cancellation);
            var output = parsed.InvocationConfiguration.Output;
            var (keyId, rows) = await opened.GetRequiredService<KeyRotation>().RunAsync(new Progress(output), cancellation);
            await output.WriteLineAsync($"{rows} enquiries are sealed with details-{keyId}.key. Copy {opened.GetRequiredService<IOptions<DataOptions>>().Value.KeysFolder} to its safe place now, then start the site. Older keys are needed by older backups: remove them when those are gone.");
            return 0;
        });
        return new Command("keys", "What the enquiries are sealed with.") { rotate };
    }

    private sealed class Progress(TextWriter output) : IProgress<int>
    {
        public void Report(int value) => output.WriteLine($"{value} enquiries sealed …");
    }
}
