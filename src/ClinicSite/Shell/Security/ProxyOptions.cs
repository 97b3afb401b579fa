using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace ClinicSite.Shell.Security;

/// <summary>Which machines in front of this one may say who the visitor is, section <c>Proxies</c>.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxies";

    /// <summary>
    /// Addresses of the proxies in front, such as <c>10.0.0.7</c>, or networks in which there is no visitor, such as
    /// <c>10.0.0.0/24</c>. Nobody else's forwarded headers are believed.
    /// </summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Says on purpose that there is no proxy: visitors connect to this program itself.</summary>
    public bool None { get; init; }
}

/// <summary>
/// In Production the question must be answered: behind a proxy that is not named every visitor would be the same address,
/// and believing everybody would let a visitor choose theirs.
/// </summary>
public sealed class ProxyOptionsValidator(IHostEnvironment environment) : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        // A network of all addresses would let every visitor say who they are.
        var problems = options.Known.Where(known => !IPAddress.TryParse(known, out _) && !(IPNetwork.TryParse(known, out var network) && network.PrefixLength > 0))
            .Select(known => $"Proxies:Known has \"{known}\". Each entry must be an IP address, for example \"10.0.0.7\", or a network, for example \"10.0.0.0/24\".").ToList();
        if (options.None && options.Known.Count > 0)
        {
            problems.Add("Proxies:None is true while Proxies:Known names proxies. Set one of the two.");
        }

        if (environment.IsProduction() && !options.None && options.Known.Count == 0)
        {
            problems.Add("Proxies:Known is missing. In Production it must name the proxy in front of this program, for example \"10.0.0.7\", or Proxies:None must be true.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>Hands the known proxies to the framework.</summary>
public sealed class ForwardedHeadersSetup(IOptions<ProxyOptions> proxies) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = proxies.Value.Known.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        // Behind several: from the nearest on, as long as the one before is known too. The first that is not is the visitor.
        options.ForwardLimit = null;
        foreach (var known in proxies.Value.Known)
        {
            if (IPAddress.TryParse(known, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(IPNetwork.Parse(known));
            }
        }
    }
}
