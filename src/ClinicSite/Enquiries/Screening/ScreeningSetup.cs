using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Screening;

public static class ScreeningSetup
{
    public static IServiceCollection AddScreening(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ScreeningOptions>().Bind(configuration.GetSection(ScreeningOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ScreeningOptions>, ScreeningOptionsValidator>();
        services.AddSingleton<KnownPhrases>();
        services.AddSingleton<SpamScreen>();
        services.AddSingleton<EnquiryRates>();
        return services;
    }
}
