using ClinicSite.Enquiries.Storage;

namespace ClinicSite.Operations.Backup;

public static class BackupSetup
{
    public static IServiceCollection AddBackup(this IServiceCollection services)
    {
        services.AddOptions<BackupOptions>().BindConfiguration(BackupOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<BackupStatus>();
        services.AddSingleton<BackupPass>();
        services.AddSingleton<BackupCheck>();
        services.AddSingleton<Restore>();
        services.AddHostedService<BackupWorker>();
        return services;
    }
}
