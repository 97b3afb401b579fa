using System.Net.Mail;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ClinicSite.Clinic;

/// <summary>Names the key, the rule and an example for every clinic setting that is missing or cannot be right.</summary>
public sealed partial class ClinicOptionsValidator(IHostEnvironment environment) : IValidateOptions<ClinicOptions>
{
    public ValidateOptionsResult Validate(string? name, ClinicOptions options)
    {
        var problems = new List<string>();
        Need(problems, nameof(options.Name), options.Name, "the clinic's full name, for example \"Riverside Skin Clinic\"");
        Need(problems, nameof(options.ShortName), options.ShortName, "the short name for page titles, for example \"Riverside Skin\"");
        Need(problems, nameof(options.Phone), options.Phone, "the one number patients call, for example \"01632 960000\" or \"+44 1632 960000\"", CanBeDialled);
        Need(problems, nameof(options.Email), options.Email, "the address patients write to, for example \"hello@riverside.example\"", value => MailAddress.TryCreate(value, out var address) && address.Address == value);
        Need(problems, nameof(options.EmergencyNumber), options.EmergencyNumber, "the one number for a medical emergency, for example \"999\"", value => value.All(char.IsAsciiDigit));
        Need(problems, nameof(options.UrgentAdvice), options.UrgentAdvice, "one sentence on whom a worried patient calls the same day");
        Need(problems, nameof(options.OutOfHoursAdvice), options.OutOfHoursAdvice, "one sentence on whom to call when the clinic is closed");
        CheckSiteUrl(problems, options.SiteUrl);
        CheckTime(problems, options);
        CheckReviewer(problems, options.Reviewer);
        if (options.ReferencePrefix is not { Length: >= 1 and <= 4 } prefix || !prefix.All(char.IsAsciiLetterUpper))
        {
            problems.Add("Clinic:ReferencePrefix must be one to four capital letters, for example \"EB\".");
        }

        if (options.HasDermatologist && !options.People.Any(person => person is { Role: { } role } && role.Contains("dermatologist", StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add("Clinic:HasDermatologist is true, and Clinic:People names none. Name one with that role, for example \"Consultant dermatologist\", or take the setting away.");
        }

        if (options.SecurityContact is { } contact && !(Uri.TryCreate(contact, UriKind.Absolute, out var route) && route.Scheme is "mailto" or "https" or "tel" && !contact.Any(char.IsControl)))
        {
            problems.Add($"Clinic:SecurityContact is \"{contact}\". It must be an address with its scheme, for example \"mailto:security@riverside.example\".");
        }

        if (environment.IsProduction())
        {
            RefuseSample(problems, nameof(options.Phone), options.Phone);
            RefuseSample(problems, nameof(options.Email), options.Email);
            RefuseSample(problems, nameof(options.SiteUrl), options.SiteUrl);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Need(List<string> problems, string key, string value, string rule, Predicate<string>? isRight = null)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add($"Clinic:{key} is missing. It must be {rule}.");
        }
        else if (isRight?.Invoke(value) == false)
        {
            problems.Add($"Clinic:{key} is \"{value}\". It must be {rule}.");
        }
    }

    /// <summary>Pages make a link of its digits. The nought of "+44 (0)1632" is dialled only where the +44 is not.</summary>
    private static bool CanBeDialled(string phone) =>
        OneNumber().IsMatch(phone) && !(phone.StartsWith('+') && phone.Contains("(0)", StringComparison.Ordinal));

    [GeneratedRegex(@"^\+?[0-9(][0-9 ().-]*[0-9]$", RegexOptions.None, 1000)]
    private static partial Regex OneNumber();

    private static void RefuseSample(List<string> problems, string key, string value)
    {
        if (SampleDetails.IsSample(value))
        {
            problems.Add($"Clinic:{key} still holds the sample value \"{value}\". In Production it must be the clinic's own.");
        }
    }

    private void CheckSiteUrl(List<string> problems, string value)
    {
        var needed = environment.IsProduction() ? "an https address" : "an http or https address";
        // As browsers write it, letter for letter: links are made by adding to it, and a browser's "Origin" is compared with it.
        var valid = Uri.TryCreate(value, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && !environment.IsProduction()))
            && value == $"{url.Scheme}://{url.IdnHost}{(url.IsDefaultPort ? "" : $":{url.Port}")}";
        if (!valid)
        {
            problems.Add($"Clinic:SiteUrl is \"{value}\". It must be {needed} in small letters, without a path or a closing slash, for example \"https://www.riverside-skin.org\".");
        }
    }

    private static void CheckTime(List<string> problems, ClinicOptions options)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            problems.Add($"Clinic:TimeZone is \"{options.TimeZone}\". It must be an IANA time zone, for example \"Europe/London\".");
        }

        try
        {
            if (OpeningHours.Parse(options.OpeningHours).Count == 0)
            {
                problems.Add("Clinic:OpeningHours is missing. It must name at least one day, for example \"Monday\": \"09:00-17:30\".");
            }
        }
        catch (FormatException unreadable)
        {
            problems.Add($"Clinic:OpeningHours has {unreadable.Message}. Each entry must be an English day and its hours, for example \"Monday\": \"09:00-17:30\".");
        }
    }

    private static void CheckReviewer(List<string> problems, Reviewer? reviewer)
    {
        if (reviewer is null)
        {
            return;
        }

        if (reviewer.Reviewed == default || reviewer.NextReview <= reviewer.Reviewed)
        {
            problems.Add("Clinic:Reviewer:Reviewed and Clinic:Reviewer:NextReview must be two dates in this order, for example \"2026-11-20\" and \"2027-11-20\".");
        }
    }
}
