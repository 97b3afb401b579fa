using Microsoft.Extensions.Options;

namespace ClinicSite.Clinic;

public static class ClinicSetup
{
    public static IServiceCollection AddClinic(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ClinicOptions>().Bind(configuration.GetSection(ClinicOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClinicOptions>, ClinicOptionsValidator>();
        services.AddSingleton<OpeningHours>();
        return services;
    }
}
