using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Door;

internal static class HostedServices
{
    /// <summary>Takes away what the site would run by itself; what it runs is still there to be called.</summary>
    public static void RemoveHosted<TService>(this IServiceCollection services) =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(TService)));
}
