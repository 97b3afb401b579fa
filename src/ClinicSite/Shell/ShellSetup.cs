using System.Text.Encodings.Web;
using System.Text.Unicode;
using ClinicSite.Shell.Errors;
using ClinicSite.Shell.Forms;
using ClinicSite.Shell.Look;
using ClinicSite.Shell.Pages;
using ClinicSite.Shell.Security;
using ClinicSite.Shell.Seo;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell;

public static class ShellSetup
{
    public static IServiceCollection AddShell(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            ServerLimits.Apply(options.Limits);
        });
        // A request goes on where its bytes arrived instead of being queued once more.
        services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = true);
        services.AddOptions<SecurityOptions>().Bind(configuration.GetSection(SecurityOptions.Section));
        services.AddSingleton<SecurityPolicy>();
        services.AddSingleton<OwnNames>();
        services.AddOptions<ProxyOptions>().Bind(configuration.GetSection(ProxyOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, ForwardedHeadersSetup>();

        // Razor writes everything outside ASCII as entities otherwise: "don&#x2019;t" costs bytes and hides text from tests.
        services.AddSingleton(HtmlEncoder.Create(
            UnicodeRanges.BasicLatin,
            UnicodeRanges.Latin1Supplement,
            UnicodeRanges.GeneralPunctuation,
            UnicodeRanges.CurrencySymbols));

        // Controllers and views alone. The usual set has sign-in and cross-origin access too, which every page would pass through.
        services.AddMvcCore(options =>
        {
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            // No page posts names in jQuery's brackets, and an unclosed one makes their reader throw.
            options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            options.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
        }).AddViews().AddRazorViewEngine();
        // Views bring tokens and cookies of the framework's. Nothing here uses them, and their keys would be made at every
        // first start, in the home of whoever runs the site.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(DataProtectionOptions).Assembly));
        services.Configure<RazorViewEngineOptions>(options =>
        {
            // Views stand beside their controller, and a controller is called like its room.
            options.ViewLocationFormats.Clear();
            options.ViewLocationFormats.Add("/{1}/{0}.cshtml");
            options.ViewLocationFormats.Add("/Shell/{1}/{0}.cshtml");
            options.ViewLocationFormats.Add("/Shell/Layout/{0}.cshtml");
            options.ViewLocationFormats.Add("/Shell/{0}.cshtml");
        });
        services.Configure<MvcViewOptions>(options =>
        {
            options.HtmlHelperOptions.ClientValidationEnabled = false;
            options.HtmlHelperOptions.CheckBoxHiddenInputRenderMode = CheckBoxHiddenInputRenderMode.None;
        });
        services.AddRouting(options => options.LowercaseUrls = true);
        services.AddSingleton<PageCatalogue>();
        services.AddOptions<PageOptions>().Bind(configuration.GetSection(PageOptions.Section));
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<PageBank>();
        services.AddSingleton<KeptPages>();
        services.AddHostedService<PageBankWorker>();
        services.AddSingleton<StructuredData>();
        services.AddScoped<FieldsOnPage>();
        return services;
    }

    /// <summary>Order matters: what answers for an error stands before what can fail.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseMiddleware<FinishedPages>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseForwardedHeaders();
        app.UseMiddleware<PlainError>();
        app.UseExceptionHandler("/errors/500");
        app.UseStatusCodePagesWithReExecute("/errors/{0}");
        app.UseMiddleware<SiteHost>();
        app.UseMiddleware<OneAddress>();
        app.UseMiddleware<SameOrigin>();
        app.UseRouting();
        app.MapStaticAssets().Add(VersionedFonts.Keep);
        app.MapControllers().WithStaticAssets();
        // The host would add this itself, but only as it starts; the renderer needs a pipeline that goes to the end.
        app.UseEndpoints(_ => { });
        app.Services.GetRequiredService<PageRenderer>().Run(((IApplicationBuilder)app).Build());
        return app;
    }
}
