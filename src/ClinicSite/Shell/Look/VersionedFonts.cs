namespace ClinicSite.Shell.Look;

/// <summary>
/// A stylesheet's addresses are not fingerprinted, so a font's file name carries its version by hand, and browsers may keep
/// it as long as a fingerprinted file: see <c>wwwroot/fonts/README.md</c>.
/// </summary>
public static class VersionedFonts
{
    private const string OneYear = "max-age=31536000, immutable";

    public static void Keep(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } address, RequestDelegate: { } serve } || !address.EndsWith(".woff2", StringComparison.Ordinal))
        {
            return;
        }

        endpoint.RequestDelegate = context =>
        {
            context.Response.OnStarting(static state =>
            {
                // Only a font has a tag: a fault must not be kept for a year.
                var headers = ((HttpResponse)state).Headers;
                headers.CacheControl = headers.ETag.Count > 0 ? OneYear : headers.CacheControl;
                return Task.CompletedTask;
            }, context.Response);
            return serve(context);
        };
    }
}
