using ClinicSite.Shell.Seo;

namespace ClinicSite.Guides;

public static class GuidesSetup
{
    public static IServiceCollection AddGuides(this IServiceCollection services) => services.AddSingleton<IPageSource, GuidePages>();
}
