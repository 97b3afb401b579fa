using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ClinicSite.Clinic;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Desk;

/// <summary>What a technician can do about enquiries at the command line; <c>enquiries --help</c> lists it.</summary>
public static class EnquiryCommands
{
    /// <summary>How many a list of everything shows unless more are asked for.</summary>
    private const int Newest = 50;

    /// <param name="services">Builds the program from its settings, the first time it is asked.</param>
    public static Command Make(Func<IServiceProvider> services)
    {
        async Task<IServiceProvider> OpenAsync(CancellationToken cancellation)
        {
            var opened = services();
            await opened.GetRequiredService<StorageBeside>().OpenAsync(cancellation);
            return opened;
        }

        var command = new Command("enquiries", "What was asked, and what became of it.")
        {
            List(OpenAsync),
            Show(OpenAsync),
            Change("answered", "Notes that the enquiry has been answered.", "is answered", OpenAsync, (desk, reference, cancellation) => desk.SettleAsync(reference, DeskState.Answered, cancellation)),
            Change("close", "Notes that no answer is needed.", "is closed", OpenAsync, (desk, reference, cancellation) => desk.SettleAsync(reference, DeskState.Closed, cancellation)),
            Change("reopen", "Takes back an \"answered\" or \"close\" that was a mistake.", "is new again", OpenAsync, (desk, reference, cancellation) => desk.ReopenAsync(reference, cancellation)),
            Change("release", "Takes an enquiry out of quarantine: staff are told of it like of any other.", "is not in quarantine", OpenAsync, (desk, reference, cancellation) => desk.ReleaseAsync(reference, cancellation)),
            Retry(OpenAsync),
        };
        foreach (var more in ContactCommands.Make(OpenAsync))
        {
            command.Subcommands.Add(more);
        }

        return command;
    }

    private static Command List(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var selection = new Option<EnquirySelection?>("--only") { Description = "Which enquiries; all if it is not given" };
        // Their numbers, and any other, would be taken too.
        selection.AcceptOnlyFromAmong([.. Enum.GetNames<EnquirySelection>().Select(name => name.ToLowerInvariant())]);
        var most = new Option<int?>("--most") { Description = $"At most so many, the newest; {Newest} of all, and every one with --only", CustomParser = Most };
        var json = JsonOption();
        var command = new Command("list", "Lists enquiries, newest first, without what was written. Example: enquiries list --only overdue") { selection, most, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var opened = await open(cancellation);
            var desk = opened.GetRequiredService<EnquiryDesk>();
            var only = parsed.GetValue(selection) ?? EnquirySelection.All;
            var cuts = only == EnquirySelection.All && parsed.GetValue(most) is null;
            var found = await desk.ListAsync(only, cuts ? Newest : parsed.GetValue(most) ?? int.MaxValue, cancellation);
            var printer = new EnquiryPrinter(parsed.InvocationConfiguration.Output, opened);
            await (parsed.GetValue(json) ? printer.JsonAsync(found.Select(printer.Line)) : printer.TableAsync(found));
            var error = parsed.InvocationConfiguration.Error;
            if (cuts && await desk.CountAsync(cancellation) is var all && all > found.Count)
            {
                await error.WriteLineAsync($"The newest {found.Count} of {all}; --most shows more.");
            }

            foreach (var digest in only == EnquirySelection.Undelivered ? await desk.UndeliveredDigestsAsync(cancellation) : [])
            {
                await error.WriteLineAsync($"A digest waits for Email:Staff:{digest.RecipientSlot} ({digest.LastFailure}).");
            }

            return 0;
        });
        return command;
    }

    private static int? Most(ArgumentResult typed)
    {
        if (typed.Tokens is [var one] && int.TryParse(one.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0)
        {
            return most;
        }

        typed.AddError("--most must be a number, 1 or more.");
        return null;
    }

    private static Command Show(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var reference = ReferenceArgument.Make();
        var json = JsonOption();
        var command = new Command("show", "Shows one enquiry with everything that was written. Example: enquiries show EB-7K3M-9QWT") { reference, json };
        command.SetAction((parsed, cancellation) => WithEnquiryAsync(parsed, reference, open, async (opened, bare) =>
        {
            var desk = opened.GetRequiredService<EnquiryDesk>();
            if (await desk.FindAsync(bare, cancellation) is not { } enquiry)
            {
                return false;
            }

            var printer = new EnquiryPrinter(parsed.InvocationConfiguration.Output, opened);
            await (parsed.GetValue(json) ? printer.JsonAsync(printer.Whole(enquiry)) : printer.PageAsync(enquiry));
            return true;
        }, cancellation));
        return command;
    }

    /// <param name="name">What is typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="done">What the enquiry is afterwards: completes "EB-XXXX-XXXX …".</param>
    /// <param name="open">The program, with its storage open.</param>
    /// <param name="change">False when there is no enquiry with the reference.</param>
    private static Command Change(
        string name, string description, string done, Func<CancellationToken, Task<IServiceProvider>> open, Func<EnquiryDesk, string, CancellationToken, Task<bool>> change)
    {
        var reference = ReferenceArgument.Make();
        var command = new Command(name, $"{description} Example: enquiries {name} EB-7K3M-9QWT") { reference };
        command.SetAction((parsed, cancellation) => WithEnquiryAsync(parsed, reference, open, async (opened, bare) =>
        {
            var found = await change(opened.GetRequiredService<EnquiryDesk>(), bare, cancellation);
            if (found)
            {
                var prefix = opened.GetRequiredService<IOptions<ClinicOptions>>().Value.ReferencePrefix;
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{Reference.Show(bare, prefix)} {done}.");
            }

            return found;
        }, cancellation));
        return command;
    }

    private static Command Retry(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var command = new Command("retry", "Makes every mail that waits due now. A site that serves sends them within seconds, or, where the relay was down, when it next asks it: 10 minutes at most. Example: enquiries retry");
        command.SetAction(async (parsed, cancellation) =>
        {
            var opened = await open(cancellation);
            var due = await opened.GetRequiredService<EnquiryDesk>().RetryAsync(cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{due} waiting mails are due now.");
            return 0;
        });
        return command;
    }

    /// <summary>Reads the reference and says so when there is no such enquiry.</summary>
    private static async Task<int> WithEnquiryAsync(
        ParseResult parsed,
        Argument<string> argument,
        Func<CancellationToken, Task<IServiceProvider>> open,
        Func<IServiceProvider, string, Task<bool>> work,
        CancellationToken cancellation)
    {
        var opened = await open(cancellation);
        var typed = parsed.GetValue(argument)!;
        if (Reference.Parse(typed) is { } bare && await work(opened, bare))
        {
            return 0;
        }

        return await ReferenceArgument.UnknownAsync(parsed, typed);
    }

    private static Option<bool> JsonOption() => new("--json") { Description = "JSON instead of a table" };
}
