using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ClinicSite.Shell.Security;

/// <summary>How much one connection may ask for, and for how long, before it is closed.</summary>
/// <remarks>
/// Slow attackers open many connections and send or read a byte at a time. Each is closed after its time; until then it
/// costs a few kilobytes and no thread, and there is room for many more visitors than there are attackers.
/// </remarks>
public static class ServerLimits
{
    /// <summary>The form is the only thing ever posted; its text fits many times over.</summary>
    private const long LargestBody = 64 * 1024;

    private const int MostConnections = 10_000;

    /// <summary>Bytes a second, after <see cref="Grace"/>; a bad telephone line does better.</summary>
    private const double SlowestRate = 120;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = MostConnections;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MinRequestBodyDataRate = new MinDataRate(SlowestRate, Grace);
        limits.MinResponseDataRate = new MinDataRate(SlowestRate, Grace);
        limits.Http2.MaxStreamsPerConnection = 50;
    }
}
