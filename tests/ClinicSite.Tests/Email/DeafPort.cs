using System.Net;
using System.Net.Sockets;

namespace ClinicSite.Tests.Email;

/// <summary>A port of this machine on which nothing listens: it is held, so that nobody else is given it meanwhile.</summary>
internal sealed class DeafPort : IDisposable
{
    private readonly Socket _held = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };

    public DeafPort() => _held.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_held.LocalEndPoint!).Port;

    public void Dispose() => _held.Dispose();
}
