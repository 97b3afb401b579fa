using ClinicSite.Clinic;
using ClinicSite.Shell.Seo;
using Microsoft.Extensions.Options;

namespace ClinicSite.Treatments;

public static class TreatmentSetup
{
    public static IServiceCollection AddTreatments(this IServiceCollection services)
    {
        services.AddSingleton<IPageSource, TreatmentPages>();
        services.AddSingleton<IValidateOptions<ClinicOptions>, OfferedTreatments>();
        return services;
    }
}
