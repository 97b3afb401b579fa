using System.IO.Compression;
using System.Net.Mime;
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
using Microsoft.AspNetCore.ResponseCompression;
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
        services.AddOptions<SecurityOptions>().Bind(configuration.GetSection(SecurityOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidator>();
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
        AddCompression(services);
        services.AddRouting(options => options.LowercaseUrls = true);
        services.AddSingleton<RunStart>();
        services.AddSingleton<SitePipeline>();
        AddPages(services, configuration);
        services.AddSingleton<StructuredData>();
        services.AddScoped<FieldsOnPage>();
        return services;
    }

    /// <param name="site">The site to be opened.</param>
    /// <param name="more">Endpoints of rooms that are no pages.</param>
    public static void UseShell(this WebApplication site, Action<IEndpointRouteBuilder> more)
    {
        // What counts from the start counts from here.
        site.Services.GetRequiredService<RunStart>();
        var pipeline = site.Services.GetRequiredService<SitePipeline>();
        pipeline.Lay(() => Lay(site, more));
        site.UseMiddleware<FinishedPages>();
        site.Run(async context => await (await pipeline.Laid)(context));
    }

    /// <summary>
    /// For the pages that are made for one visitor: the form, what follows it, errors. Finished pages and files come with
    /// their own compressed forms.
    /// </summary>
    private static void AddCompression(IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [MediaTypeNames.Text.Html];
        });
        // The default, the fastest, makes the form a sixth longer.
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }

    private static void AddPages(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<PageCatalogue>();
        services.AddOptions<PageOptions>().Bind(configuration.GetSection(PageOptions.Section)).ValidateOnStart();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<PageBank>();
        services.AddSingleton<KeptPages>();
        services.AddHostedService<PageBankStart>();
        services.AddWorkBehindSite<PageBankWorker>();
    }

    /// <summary>Order matters: what answers for an error stands before what can fail.</summary>
    private static RequestDelegate Lay(IApplicationBuilder site, Action<IEndpointRouteBuilder> more)
    {
        var behind = site.New();
        behind.UseMiddleware<SecurityHeaders>();
        // A length tells nothing of a page that is only read: the form's token is new each time, and no address puts words of
        // a stranger's choice beside a secret. What a visitor posted comes back in the answer, which therefore stays plain.
        behind.UseWhen(context => !HttpMethods.IsPost(context.Request.Method), read => read.UseResponseCompression());
        behind.UseForwardedHeaders();
        behind.UseMiddleware<PlainError>();
        behind.UseExceptionHandler("/errors/500");
        behind.UseStatusCodePagesWithReExecute("/errors/{0}");
        behind.UseMiddleware<SiteHost>();
        behind.UseMiddleware<OneAddress>();
        behind.UseMiddleware<SameOrigin>();
        behind.UseRouting();
        behind.UseEndpoints(endpoints =>
        {
            more(endpoints);
            endpoints.MapStaticAssets().Add(VersionedFonts.Keep);
            endpoints.MapControllers().WithStaticAssets();
        });
        return behind.Build();
    }
}
