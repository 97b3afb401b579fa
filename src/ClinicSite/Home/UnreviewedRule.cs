using ClinicSite.Clinic;
using ClinicSite.Evidence;
using Microsoft.Extensions.Options;

namespace ClinicSite.Home;

/// <summary>
/// Medical pages that no clinician has signed off go out only on purpose. The pages say "Clinical review: pending" either
/// way; this asks the one who runs the site to have decided it.
/// </summary>
public sealed class UnreviewedRule(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<EvidenceOptions>
{
    private const string Reviewer = $"{ClinicOptions.Section}:{nameof(ClinicOptions.Reviewer)}";
    private const string Publish = $"{EvidenceOptions.Section}:{nameof(EvidenceOptions.PublishUnreviewed)}";

    public ValidateOptionsResult Validate(string? name, EvidenceOptions options) =>
        // The clinic's settings are read unvalidated: what is wrong in them is told once, by their own validator.
        !environment.IsProduction() || options.PublishUnreviewed || configuration.GetSection(Reviewer).GetChildren().Any()
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{Reviewer} is missing. In Production it must name the clinician who checked the medical pages, for example {Reviewer}:Name = \"Dr A. Example\" with Role, Registration, Reviewed and NextReview; "
                + $"or set {Publish} to \"true\", and every medical page says that its clinical review is pending.");
}
