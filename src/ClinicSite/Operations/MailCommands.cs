using System.CommandLine;
using ClinicSite.Clinic;
using ClinicSite.Email;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

/// <summary>Tries the mail settings without a patient: <c>mail check</c>.</summary>
public static class MailCommands
{
    /// <param name="services">Builds the program from its settings, the first time it is asked.</param>
    public static Command Make(Func<IServiceProvider> services)
    {
        var to = new Option<string?>("--to") { Description = "Send to this address instead of every staff mailbox" };
        var check = new Command("check", "Connects, signs in and sends a test message, and says in plain words what fails. Example: mail check") { to };
        check.SetAction((parsed, cancellation) => CheckAsync(services(), parsed.GetValue(to), parsed.InvocationConfiguration, cancellation));
        return new Command("mail", "How mail leaves this program.") { check };
    }

    private static async Task<int> CheckAsync(IServiceProvider services, string? to, InvocationConfiguration streams, CancellationToken cancellation)
    {
        var options = services.GetRequiredService<IOptions<EmailOptions>>().Value;
        var transport = services.GetRequiredService<IEmailTransport>();
        await streams.Output.WriteLineAsync($"Mail goes to {transport.Destination}, from {options.From}.");
        var failed = 0;
        foreach (var recipient in to is null ? options.Staff : [to])
        {
            if (!Mailbox.TryParse(recipient, out _))
            {
                await streams.Error.WriteLineAsync($"\"{recipient}\" is no mail address. An example: reception@riverside-skin.org");
                return 1;
            }

            await streams.Output.WriteAsync($"Sending a test message to {recipient} … ");
            await streams.Output.FlushAsync(cancellation);
            using var message = MessageBuilder.Build(TestMessage(services, options, recipient));
            var outcome = await transport.SendAsync(message, cancellation);
            await streams.Output.WriteLineAsync(outcome.IsSent ? "sent." : $"not sent: {outcome.Code}.");
            if (!outcome.IsSent)
            {
                failed = 1;
                await streams.Error.WriteLineAsync(FailureAdvice.For(outcome, options, given: to));
            }
        }

        return failed;
    }

    private static MessageDraft TestMessage(IServiceProvider services, EmailOptions options, string recipient)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var from = Mailbox.Parse(options.From);
        return new MessageDraft
        {
            From = from,
            To = Mailbox.Parse(recipient),
            Subject = "Test message from the clinic's website",
            MessageId = $"{Guid.CreateVersion7(now):N}@{Mailbox.AsciiDomain(from)}",
            Date = now,
            Content = new MailDocument("The website's mail works")
                .Paragraph($"This is a test by the technician of {services.GetRequiredService<IOptions<ClinicOptions>>().Value.Name}. Enquiries reach this mailbox the same way. There is nothing to do."),
            Origin = MessageOrigin.Event,
        };
    }
}
