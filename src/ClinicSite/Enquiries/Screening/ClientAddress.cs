using System.Net;
using System.Net.Sockets;

namespace ClinicSite.Enquiries.Screening;

/// <summary>
/// Who posts are counted for: an IPv4 address, or the /64 of an IPv6 address, which is what one household gets. It is the
/// address that the connection has, or that a configured proxy reported.
/// </summary>
public static class ClientAddress
{
    private const int PrefixBytes = 8, AddressBytes = 16;

    /// <summary>
    /// Null for this machine itself and where there is no address: behind a proxy that is not configured everybody would be one
    /// and the same, and all would be limited for one.
    /// </summary>
    public static IPAddress? KeyOf(IPAddress? remote)
    {
        var address = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
        if (address is null || IPAddress.IsLoopback(address))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().Take(PrefixBytes), .. new byte[AddressBytes - PrefixBytes]])
            : address;
    }
}
