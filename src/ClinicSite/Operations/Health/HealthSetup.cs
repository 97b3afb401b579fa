using System.Security.Cryptography;
using System.Text;
using ClinicSite.Shell;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Health;

/// <summary>
/// What a load balancer and a technician ask. <c>/health/live</c>: the process answers. <c>/health/ready</c>: 503 only when
/// an enquiry could not be stored; a dead relay is "degraded" and 200, because a site that stores what it is asked must
/// not be taken away from those who ask.
/// </summary>
public static class HealthSetup
{
    private const string Scheme = "Bearer ";

    public static IServiceCollection AddHealth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HealthOptions>().Bind(configuration.GetSection(HealthOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        Add<DatabaseCheck>(services, "database", HealthStatus.Unhealthy);
        // A check that cannot be made says nothing about whether an enquiry can be stored.
        Add<MailCheck>(services, "mail", HealthStatus.Degraded);
        Add<DigestCheck>(services, "digest", HealthStatus.Degraded);
        Add<BackupHealth>(services, "backup", HealthStatus.Degraded);
        Add<DiskCheck>(services, "disk", HealthStatus.Degraded);
        services.AddWorkBehindSite<AlertWorker>();
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static void Add<TCheck>(IServiceCollection services, string name, HealthStatus whenItCannotBeMade)
        where TCheck : class, IHealthCheck
    {
        services.AddSingleton<TCheck>();
        services.AddSingleton<HeldCheck<TCheck>>();
        services.AddHealthChecks().AddCheck<HeldCheck<TCheck>>(name, whenItCannotBeMade);
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var status = report.Status.ToString().ToLowerInvariant();
        return MaySeeDetails(context.Request)
            ? context.Response.WriteAsJsonAsync(new { status, checks = report.Entries.Select(entry => new { name = entry.Key, status = entry.Value.Status.ToString().ToLowerInvariant(), says = entry.Value.Description }) })
            : context.Response.WriteAsJsonAsync(new { status });
    }

    private static bool MaySeeDetails(HttpRequest request)
    {
        var key = request.HttpContext.RequestServices.GetRequiredService<IOptions<HealthOptions>>().Value.Key;
        var sent = request.Headers.Authorization.ToString();
        return key.Length > 0
            && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent[Scheme.Length..]), Encoding.UTF8.GetBytes(key));
    }
}
