using ClinicSite.Clinic;
using Microsoft.Extensions.Options;

namespace ClinicSite.Treatments;

/// <summary>What a clinic says of a treatment must name one of the list: a misspelt one would be shown nowhere.</summary>
public sealed class OfferedTreatments : IValidateOptions<ClinicOptions>
{
    public ValidateOptionsResult Validate(string? name, ClinicOptions options)
    {
        var problems = Unknown(nameof(options.Offers), options.Offers)
            .Concat(Unknown(nameof(options.Prices), options.Prices.Select(price => price.Treatment)))
            .Concat(Unknown(nameof(options.Devices), options.Devices.Select(device => device.Treatment)))
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Unknown(string setting, IEnumerable<string?> treatments)
    {
        var known = TreatmentList.All.Select(treatment => treatment.Slug).ToList();
        return treatments.Where(treatment => treatment is { Length: > 0 } && !known.Contains(treatment))
            .Select(treatment => $"{ClinicOptions.Section}:{setting} names the treatment \"{treatment}\". It must be one of {string.Join(", ", known)}.");
    }
}
