namespace ClinicSite.Tests.Shell.Security;

/// <summary>What every answer of a site without https must carry, word for word.</summary>
internal static class PolicyHeaders
{
    public const string Csp =
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["Content-Security-Policy"] = Csp,
        ["Cross-Origin-Embedder-Policy"] = "require-corp",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Permissions-Policy"] = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), clipboard-write=(), compute-pressure=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()",
        ["Referrer-Policy"] = "same-origin",
        ["X-Content-Type-Options"] = "nosniff",
    };

    public static void AssertOn(HttpResponseMessage answer, string what)
    {
        foreach (var (name, value) in Expected)
        {
            Assert.True(answer.Headers.TryGetValues(name, out var values), $"{what} has no {name}");
            Assert.Equal(value, Assert.Single(values));
        }

        Assert.False(answer.Headers.Contains("Server"), $"{what} names its server");
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"), $"{what} is plain http and speaks of https");
    }
}
