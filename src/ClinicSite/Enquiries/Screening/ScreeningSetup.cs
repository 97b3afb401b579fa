using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Screening;

public static class ScreeningSetup
{
    public static IServiceCollection AddScreening(this IServiceCollection services, IConfiguration configuration)
    {
        // A misspelt key would silently leave its default in force; here it stops the start.
        services.AddOptions<ScreeningOptions>()
            .Bind(configuration.GetSection(ScreeningOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ScreeningOptions>, ScreeningOptionsValidator>();
        services.AddSingleton<KnownPhrases>();
        services.AddSingleton<SpamScreen>();
        services.AddSingleton<EnquiryRates>();
        return services;
    }
}
