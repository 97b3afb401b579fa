using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Operations.Backup;
using ClinicSite.Operations.Health;
using ClinicSite.Shell.Pages;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

public static class OperationsSetup
{
    /// <summary>Registered first, so that its report is the first line of the log.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<AllSettings>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AllSettings>, SettingsValidator>();
        services.AddSingleton<IValidateOptions<AllSettings>, ServedAddresses>();
        services.AddHostedService<StartupReport>();
        // Whoever has sent half a request is waited for no longer: container managers kill after ten seconds.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(8));
        services.AddHealth(configuration);
        services.AddBackup();
        // Rooms that do not know where the data folder is are told here.
        services.AddOptions<PageOptions>().PostConfigure<IOptions<DataOptions>>((pages, data) => pages.KeptFile = Path.Combine(data.Value.Folder, "pages.bin"));
        services.AddOptions<EmailOptions>().PostConfigure<DataOptionsSetup>((email, setup) =>
        {
            // Unvalidated on purpose: a wrong data folder is told once, as such, and not as a fault of the mail.
            var data = new DataOptions();
            setup.Configure(data);
            if (email.Pickup.Folder.Length == 0)
            {
                email.Pickup.Folder = Path.Combine(data.Folder, "mail");
            }
        });
        return services;
    }
}
