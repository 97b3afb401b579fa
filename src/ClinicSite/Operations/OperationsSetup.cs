using ClinicSite.Email;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Operations.Backup;
using ClinicSite.Operations.Health;

namespace ClinicSite.Operations;

public static class OperationsSetup
{
    /// <summary>Registered first, so that its lines are the first of the log.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddHostedService<StartupReport>();
        services.AddHealth(configuration);
        services.AddBackup();
        // The e-mail room knows no other room: where the data folder is, is told to it here.
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
