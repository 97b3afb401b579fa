using System.Net;
using System.Net.Sockets;
using System.Text;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Shell.Security;

/// <summary>Connections that send or read a byte at a time cost the attacker more than the site.</summary>
public sealed class SlowAttackTests : IAsyncDisposable
{
    private const int Attackers = 1000;

    private readonly Site _site = Site.Open();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact(Explicit = true)]
    public async Task Attack_SlowlyOnAThousandConnections_LeavesVisitorsServedAndIsClosed()
    {
        var here = _site.Http.BaseAddress!;
        string[] beginnings =
        [
            // Headers that never end, a body that never comes, an answer that is never read.
            $"GET / HTTP/1.1\r\nHost: {here.Authority}\r\nX-Slow: ",
            $"POST /consultation HTTP/1.1\r\nHost: {here.Authority}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\nFull",
            string.Concat(Enumerable.Repeat($"GET /treatments/microneedling HTTP/1.1\r\nHost: {here.Authority}\r\n\r\n", 20)),
        ];
        var attackers = new List<Socket>();
        try
        {
            for (var number = 0; number < Attackers; number++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
                attackers.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, here.Port, TestContext.Current.CancellationToken);
                await socket.SendAsync(Encoding.ASCII.GetBytes(beginnings[number % beginnings.Length]), TestContext.Current.CancellationToken);
            }

            var watch = System.Diagnostics.Stopwatch.StartNew();
            for (var visit = 0; visit < 50; visit++)
            {
                using var visitor = _site.NewVisitor();
                using var answer = await visitor.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            TestContext.Current.TestOutputHelper!.WriteLine($"50 visits on new connections beside {Attackers} attackers: {watch.Elapsed.TotalMilliseconds / 50:F0} ms each");

            // The server ends those that send too slowly by itself: a read returns what it said and then the end.
            foreach (var socket in attackers.Where((_, number) => number % beginnings.Length != 2))
            {
                await ReadToEndAsync(socket).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            attackers.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task ReadToEndAsync(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Ended without a word, which is as good.
        }
    }
}
