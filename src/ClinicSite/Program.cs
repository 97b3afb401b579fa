using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Enquiries;
using ClinicSite.Evidence;
using ClinicSite.Guides;
using ClinicSite.Home;
using ClinicSite.Operations;
using ClinicSite.Shell;
using ClinicSite.Treatments;

return await SiteCommands.RunAsync(args, Build);

static WebApplication Build(ProgramCall call)
{
    // Slim: of the usual set, this site has its own log, names and proxies, and does without IIS and HTTP/3.
    // A published folder holds its own settings and files, whatever folder it is started from.
    var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = call.Settings, ContentRootPath = published });
    builder.WebHost.UseKestrelHttpsConfiguration();
    if (builder.Environment.IsDevelopment())
    {
        // Files are not yet where publishing puts them.
        builder.WebHost.UseStaticWebAssets();
    }

    builder.AddSiteLogging(call.Serves);
    builder.Services.AddOperations(builder.Configuration);
    builder.Services.AddClinic(builder.Configuration);
    builder.Services.AddEvidence(builder.Configuration);
    builder.Services.AddEmail(builder.Configuration);
    builder.Services.AddTreatments();
    builder.Services.AddGuides();
    builder.Services.AddEnquiries(builder.Configuration);
    builder.Services.AddHome();
    // After the rooms: what they open as the site starts, its pages may need.
    builder.Services.AddShell(builder.Configuration);
    return builder.Build();
}
