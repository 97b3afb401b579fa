using ClinicSite.Email;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using ClinicSite.Shell.Seo;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries;

public static class EnquirySetup
{
    public static IServiceCollection AddEnquiries(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EnquiryOptions>().Bind(configuration.GetSection(EnquiryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection(NotificationOptions.Section)).ValidateDataAnnotations()
            // A mail whose conversation outlasts its lease could be taken a second time while it is being handed over.
            .Validate<IOptions<EmailOptions>>(
                (notification, email) => notification.Lease > email.Value.Smtp.OverallTimeout,
                "Enquiries:Notification:Lease must be longer than Email:Smtp:OverallTimeout, for example \"00:03:00\" and \"00:01:30\".")
            .ValidateOnStart();
        services.AddOptions<DigestOptions>().Bind(configuration.GetSection(DigestOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = 40;
            // Compared before "%D0%AF" becomes one letter: the longest message is nine times its length in some scripts, and
            // one that is too long is told so with its words kept. The server's limit on the body is the limit.
            options.ValueLengthLimit = int.MaxValue;
        });

        services.AddSingleton<IPageSource, EnquiryPages>();
        services.AddSingleton<FormTokens>();
        services.AddSingleton<EnquiryIntake>();
        services.AddOptions<DeskOptions>().Bind(configuration.GetSection(DeskOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EnquiryMetrics>();
        services.AddSingleton<EnquiryDesk>();
        services.AddSingleton<DeskLinks>();
        services.AddScreening(configuration);
        AddStorage(services, configuration);
        AddNotification(services);
        return services;
    }

    private static void AddStorage(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DataOptions>().ValidateOnStart();
        services.AddSingleton<DataOptionsSetup>();
        services.AddSingleton<IConfigureOptions<DataOptions>>(provider => provider.GetRequiredService<DataOptionsSetup>());
        services.AddSingleton<IValidateOptions<DataOptions>>(provider => provider.GetRequiredService<DataOptionsSetup>());
        services.AddSingleton<ServingLock>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<DetailsSeal>();
        services.AddSingleton<Fingerprints>();
        services.AddSingleton<DatabaseWriter>();
        services.AddSingleton<StorageBeside>();
        services.AddSingleton<BackupFiles>();
        services.AddSingleton<ErasureLog>();
        services.AddSingleton<LostDatabase>();
        services.AddSingleton<SchemaUpgrade>();
        services.AddPooledDbContextFactory<EnquiryDb>((provider, options) => options
            .UseSqlite(provider.GetRequiredService<IOptions<DataOptions>>().Value.ConnectionString)
            .AddInterceptors(new ConnectionPragmas()));
        services.AddHostedService<StorageStart>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Erasure>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<Retention>();
        services.AddWorkBehindSite<RetentionWorker>();
    }

    private static void AddNotification(IServiceCollection services)
    {
        services.AddSingleton<NotifierSignal>();
        services.AddSingleton<StaffNotice>();
        services.AddSingleton<Acknowledgement>();
        services.AddSingleton<OwedMail>();
        services.AddSingleton<Digest>();
        services.AddSingleton<DigestSchedule>();
        services.AddSingleton<DeliveryComposer>();
        services.AddSingleton<ChannelBreaker>();
        services.AddSingleton<DeliveryRows>();
        services.AddSingleton<DeliveryPass>();
        services.AddWorkBehindSite<NotifierWorker>();
    }
}
