using ClinicSite.Shell.Seo;

namespace ClinicSite.Treatments;

public static class TreatmentSetup
{
    public static IServiceCollection AddTreatments(this IServiceCollection services) => services.AddSingleton<IPageSource, TreatmentPages>();
}
