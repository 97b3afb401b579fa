using ClinicSite.Clinic;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Security;

/// <summary>
/// The headers on every answer, whatever made it: a page, a file, an error, a refusal.
/// </summary>
/// <remarks>
/// The site has no script, no frame, no cookie and no third party, so everything that would need one is forbidden. A page
/// that starts to need more shows it in the browser tests, which allow no message on the console.
/// </remarks>
public sealed class SecurityPolicy
{
    /// <summary>
    /// Pages are made of these and nothing else; a data block such as JSON-LD is no script. Nothing on a page connects, but
    /// Lighthouse reads robots.txt as the page would, and calls it broken when the page may not.
    /// </summary>
    private const string Content =
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string HstsYear = "max-age=31536000";

    // Those that Chromium knows by this name: an unknown one is an error on the console.
    private static readonly string[] Features =
    [
        "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "clipboard-write", "compute-pressure", "display-capture",
        "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
        "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture",
        "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb",
        "window-management", "xr-spatial-tracking",
    ];

    public SecurityPolicy(IOptions<ClinicOptions> clinic, IOptions<SecurityOptions> options)
    {
        var isHttps = clinic.Value.SiteUrl.StartsWith("https://", StringComparison.Ordinal);
        List<KeyValuePair<string, string>> headers =
        [
            new("Content-Security-Policy", isHttps ? $"{Content}; upgrade-insecure-requests" : Content),
            new("Cross-Origin-Embedder-Policy", "require-corp"),
            new("Cross-Origin-Opener-Policy", "same-origin"),
            new("Cross-Origin-Resource-Policy", "same-origin"),
            new("Permissions-Policy", string.Join(", ", Features.Select(feature => $"{feature}=()"))),
            new("Referrer-Policy", "same-origin"),
            new("X-Content-Type-Options", "nosniff"),
        ];
        if (isHttps)
        {
            headers.Add(new("Strict-Transport-Security", Hsts(options.Value)));
        }

        Headers = headers;
    }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    private static string Hsts(SecurityOptions options) =>
        HstsYear + (options.HstsIncludeSubDomains ? "; includeSubDomains" : "") + (options.HstsPreload ? "; preload" : "");
}

/// <summary>Puts the policy on every answer as it starts, so that an error handler that clears the headers cannot lose it.</summary>
public sealed class SecurityHeaders(RequestDelegate next, SecurityPolicy policy)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var (headers, response) = ((IReadOnlyList<KeyValuePair<string, string>>, HttpResponse))state;
            foreach (var (name, value) in headers)
            {
                response.Headers[name] = value;
            }

            return Task.CompletedTask;
        }, (policy.Headers, context.Response));
        return next(context);
    }
}
