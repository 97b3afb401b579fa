using System.CommandLine;
using ClinicSite.Enquiries.Storage;

namespace ClinicSite.Enquiries.Desk;

/// <summary>What a person may ask of what is kept about them, and the end of its time: export, erase, purge.</summary>
public static class ContactCommands
{
    private const string Confirmation = "ERASE";

    public static IEnumerable<Command> Make(Func<CancellationToken, Task<IServiceProvider>> open) => [Export(open), Erase(open), Purge(open)];

    private static Command Export(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var csv = new Option<bool>("--csv") { Description = "A table for a spreadsheet instead of JSON" };
        return About("export", "Writes everything that is kept about a person, or one enquiry. Example: enquiries export --contact amina@example.org", csv, open, async (parsed, opened, found, _) =>
        {
            var printer = new EnquiryPrinter(parsed.InvocationConfiguration.Output, opened);
            await (parsed.GetValue(csv) ? printer.CsvAsync(found) : printer.JsonAsync(found.Select(printer.Whole)));
            return 0;
        });
    }

    private static Command Erase(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask for confirmation" };
        return About("erase", "Erases everything that is kept about a person, or one enquiry, for good. Example: enquiries erase --contact \"01632 960001\"", yes, open, async (parsed, opened, found, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            await new EnquiryPrinter(output, opened).TableAsync(found);
            if (!parsed.GetValue(yes) && !await IsConfirmedAsync(output))
            {
                await error.WriteLineAsync($"Nothing was erased. To erase, type {Confirmation} when asked, or give --yes.");
                return 1;
            }

            var erased = await opened.GetRequiredService<Erasure>().EraseAsync([.. found.Select(enquiry => enquiry.Id)], "on request", cancellation);
            await output.WriteLineAsync($"{erased} enquiries are gone. Mails about them stand in the staff's mailboxes: delete those there too. Backups still hold them until they rotate out; a restore erases them again.");
            return 0;
        });
    }

    private static Command Purge(Func<CancellationToken, Task<IServiceProvider>> open)
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only count" };
        var command = new Command("purge", "Erases what has been kept for its time, as the site does every hour. Example: enquiries purge --dry-run") { dry };
        command.SetAction(async (parsed, cancellation) =>
        {
            var opened = await open(cancellation);
            var retention = opened.GetRequiredService<Retention>();
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(dry)
                ? $"{(await retention.DueAsync(cancellation)).Count} enquiries would be erased."
                : $"{await retention.PurgeAsync(cancellation)} enquiries were erased.");
            return 0;
        });
        return command;
    }

    /// <summary>A command about one enquiry, by its reference, or about all of a person's, by their contact.</summary>
    /// <param name="name">What is typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="option">One of the command's own.</param>
    /// <param name="open">The program, with its storage open.</param>
    /// <param name="work">Done with the enquiries that were found, one or more, oldest first.</param>
    private static Command About(
        string name,
        string description,
        Option option,
        Func<CancellationToken, Task<IServiceProvider>> open,
        Func<ParseResult, IServiceProvider, IReadOnlyList<Enquiry>, CancellationToken, Task<int>> work)
    {
        var reference = ReferenceArgument.Make();
        reference.Arity = ArgumentArity.ZeroOrOne;
        var contact = new Option<string[]>("--contact") { Description = "Email address or phone number; can be given several times", AllowMultipleArgumentsPerToken = false };
        var command = new Command(name, description) { reference, contact, option };
        command.Validators.Add(typed =>
        {
            if (typed.GetResult(reference) is { Tokens.Count: > 0 } == typed.GetResult(contact) is not null)
            {
                typed.AddError("Give either a reference or --contact, and not both.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var opened = await open(cancellation);
            var desk = opened.GetRequiredService<EnquiryDesk>();
            if (parsed.GetValue(reference) is { } typed)
            {
                return Reference.Parse(typed) is { } bare && await desk.FindAsync(bare, cancellation) is { } enquiry
                    ? await work(parsed, opened, [enquiry], cancellation)
                    : await ReferenceArgument.UnknownAsync(parsed, typed);
            }

            var found = await FindAsync(desk, parsed.GetValue(contact)!, cancellation);
            return found.Count > 0 ? await work(parsed, opened, found, cancellation) : await NobodyAsync(parsed);
        });
        return command;
    }

    private static async Task<IReadOnlyList<Enquiry>> FindAsync(EnquiryDesk desk, string[] contacts, CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, Enquiry>();
        foreach (var contact in contacts)
        {
            foreach (var enquiry in await desk.FindByContactAsync(contact, cancellation))
            {
                found[enquiry.Id] = enquiry;
            }
        }

        return [.. found.Values.OrderBy(enquiry => enquiry.Received)];
    }

    private static async Task<bool> IsConfirmedAsync(TextWriter output)
    {
        await output.WriteAsync($"These enquiries will be gone for good. Type {Confirmation} to go on: ");
        await output.FlushAsync();
        return await Console.In.ReadLineAsync() == Confirmation;
    }

    private static async Task<int> NobodyAsync(ParseResult parsed)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync("Nothing is kept with that contact. A number is found as it was typed, blanks and dashes aside: try it with and without the country's code.");
        return 1;
    }
}
