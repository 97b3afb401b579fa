using System.Net;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClinicSite.Email;

/// <summary>Names the key, the rule and an example for every e-mail setting that is missing or cannot be right.</summary>
public sealed class EmailOptionsValidator(IHostEnvironment environment) : IValidateOptions<EmailOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, EmailOptions options)
    {
        var problems = new List<string>();
        CheckFrom(problems, options.From);
        CheckStaff(problems, options.Staff);
        switch (options.Transport)
        {
            case TransportKind.Smtp:
                CheckSmtp(problems, options.Smtp);
                break;
            case TransportKind.Pickup when environment.IsProduction():
                problems.Add("Email:Transport is Pickup. In Production it must be Smtp, for example \"Smtp\": a folder tells nobody of an enquiry.");
                break;
            case TransportKind.Pickup when string.IsNullOrWhiteSpace(options.Pickup.Folder):
                problems.Add("Email:Pickup:Folder is missing. It must be a folder for the messages, for example \"App_Data/mail\".");
                break;
            case TransportKind.Pickup:
                break;
            default:
                problems.Add($"Email:Transport is \"{options.Transport}\". It must be Pickup or Smtp, for example \"Smtp\".");
                break;
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private void CheckFrom(List<string> problems, string from)
    {
        const string Rule = "It must be the clinic's own mailbox in plain letters, for example \"Riverside Skin Clinic <website@riverside-skin.org>\".";
        if (string.IsNullOrWhiteSpace(from))
        {
            problems.Add($"Email:From is missing. {Rule}");
        }
        else if (!Mailbox.TryParse(from, out var mailbox))
        {
            problems.Add($"Email:From is \"{from}\". {Rule}");
        }
        else
        {
            RefuseSample(problems, "Email:From", mailbox);
        }
    }

    private void CheckStaff(List<string> problems, IReadOnlyList<string> staff)
    {
        if (staff.Count == 0)
        {
            problems.Add("Email:Staff is missing. It must name at least one address that learns of an enquiry, for example [ \"reception@riverside-skin.org\" ].");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < staff.Count; index++)
        {
            var key = $"Email:Staff:{index}";
            if (!Mailbox.TryParseAddress(staff[index], out var mailbox))
            {
                problems.Add($"{key} is \"{staff[index]}\". It must be one address in plain letters, for example \"reception@riverside-skin.org\".");
                continue;
            }

            if (!seen.Add(mailbox.Address))
            {
                problems.Add($"{key} is \"{staff[index]}\" for the second time. Each address must stand once, for example [ \"reception@riverside-skin.org\", \"nurse@riverside-skin.org\" ].");
            }

            RefuseSample(problems, key, mailbox);
        }
    }

    private static void CheckSmtp(List<string> problems, SmtpOptions smtp)
    {
        if (Uri.CheckHostName(smtp.Host) == UriHostNameType.Unknown)
        {
            problems.Add($"Email:Smtp:Host is \"{smtp.Host}\". It must be the name or address of the mail relay, for example \"smtp.riverside-skin.org\".");
        }

        if (smtp.EffectivePort is < 1 or > 65535)
        {
            problems.Add($"Email:Smtp:Port is {smtp.EffectivePort}. It must be between 1 and 65535, for example 587.");
        }

        if (!Enum.IsDefined(smtp.Security))
        {
            problems.Add($"Email:Smtp:Security is \"{smtp.Security}\". It must be StartTls, SslOnConnect or None, for example \"StartTls\".");
        }

        if (smtp.Security == SmtpSecurity.None && !IsLoopback(smtp.Host))
        {
            problems.Add($"Email:Smtp:Security is None while Email:Smtp:Host is \"{smtp.Host}\". Only a relay on this machine may be spoken to in clear text; it must be StartTls or SslOnConnect, for example \"StartTls\".");
        }

        if (string.IsNullOrEmpty(smtp.User) != string.IsNullOrEmpty(smtp.Password))
        {
            problems.Add("Email:Smtp:User and Email:Smtp:Password must both be set or both be left out, for example \"website@riverside-skin.org\" and its password.");
        }

        if (smtp.LocalDomain is not null && Uri.CheckHostName(smtp.LocalDomain) != UriHostNameType.Dns)
        {
            problems.Add($"Email:Smtp:LocalDomain is \"{smtp.LocalDomain}\". It must be a domain name, for example \"www.riverside-skin.org\".");
        }

        if (smtp.OperationTimeout <= TimeSpan.Zero || smtp.OperationTimeout > LongestTimeout)
        {
            problems.Add($"Email:Smtp:OperationTimeout is {smtp.OperationTimeout}. It must be more than nothing and at most an hour, for example \"00:00:30\".");
        }

        if (smtp.OverallTimeout < smtp.OperationTimeout || smtp.OverallTimeout > LongestTimeout)
        {
            problems.Add($"Email:Smtp:OverallTimeout is {smtp.OverallTimeout}. It must be at least Email:Smtp:OperationTimeout and at most an hour, for example \"00:01:30\".");
        }
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private void RefuseSample(List<string> problems, string key, MailboxAddress mailbox)
    {
        if (environment.IsProduction() && Mailbox.IsSample(mailbox))
        {
            problems.Add($"{key} still holds the sample address \"{mailbox.Address}\". In Production it must be the clinic's own, for example \"reception@riverside-skin.org\".");
        }
    }
}
