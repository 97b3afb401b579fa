using ClinicSite.Evidence;
using ClinicSite.Shell.Pages;
using ClinicSite.Shell.Seo;
using Microsoft.Extensions.Options;

namespace ClinicSite.Home;

public static class HomeSetup
{
    public static IServiceCollection AddHome(this IServiceCollection services)
    {
        services.AddSingleton<IPageSource, HomePages>();
        services.AddSingleton<IValidateOptions<EvidenceOptions>, UnreviewedRule>();
        services.AddSingleton<IPageInspector, RegisterCheck>();
        return services;
    }
}
