using System.Net;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

/// <summary>Where the site is served. The server would find a fault there only after everything else has started, and not in words.</summary>
public sealed class ServedAddresses(IConfiguration configuration) : IValidateOptions<AllSettings>
{
    public ValidateOptionsResult Validate(string? name, AllSettings options)
    {
        var addresses = configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var problems = addresses.Where(address => !CanBeServed(address))
            .Select(address => $"{WebHostDefaults.ServerUrlsKey} has \"{address}\". It must be an address with its scheme and a port, for example \"http://127.0.0.1:5080\".").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool CanBeServed(string written)
    {
        try
        {
            var address = BindingAddress.Parse(written);
            return address.Scheme is "http" or "https" && address.PathBase.Length == 0 && (address.IsUnixPipe || address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
