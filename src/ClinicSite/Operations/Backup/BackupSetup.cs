using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;

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
        services.AddWorkBehindSite<BackupWorker>();
        return services;
    }
}
