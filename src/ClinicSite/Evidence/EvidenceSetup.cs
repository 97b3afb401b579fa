namespace ClinicSite.Evidence;

public static class EvidenceSetup
{
    public static IServiceCollection AddEvidence(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EvidenceOptions>().Bind(configuration.GetSection(EvidenceOptions.Section)).ValidateOnStart();
        services.AddSingleton(_ => EvidenceRegister.Load());
        services.AddScoped<Citations>();
        return services;
    }
}
