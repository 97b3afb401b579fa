using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace ClinicSite.Tests.Shell.Security;

/// <summary>
/// A real nginx in front of the site: a child of this process, with a folder of its own and the settings that the README asks for.
/// </summary>
/// <remarks>
/// It listens on a socket in its folder, not on a port, and is told by the PROXY protocol where a visitor connects from, as
/// it would be behind a load balancer: so a visitor has an address that is not this machine's and that no header can change.
/// </remarks>
internal sealed class Nginx : IAsyncDisposable
{
    /// <summary>It is on the program path of root alone.</summary>
    private const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Nginx(DirectoryInfo folder, Process process)
    {
        _folder = folder;
        _process = process;
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
    }

    private string Door => Path.Combine(_folder.FullName, "door");

    /// <param name="site">What stands behind it.</param>
    public static async Task<Nginx> StartAsync(Uri site)
    {
        Assert.SkipUnless(File.Exists(Program), $"There is no nginx at {Program}. Install it (apt-get install nginx-light).");
        var folder = Directory.CreateTempSubdirectory("clinicsite-nginx-");
        var settings = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(settings, Settings(folder.FullName, site), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(Program, ["-p", folder.FullName, "-e", "stderr", "-c", settings]) { RedirectStandardError = true };
        var nginx = new Nginx(folder, Process.Start(start)!);
        await nginx._listens.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return nginx;
    }

    /// <summary>A browser at this address somewhere in the world, on one connection.</summary>
    public HttpClient VisitorFrom(string address)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectCallback = (_, cancellation) => ConnectAsync(address, cancellation) })
        {
            BaseAddress = new Uri("http://localhost"),
        };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en-GB"));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async ValueTask<Stream> ConnectAsync(string address, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Door), cancellation);
        var family = address.Contains(':', StringComparison.Ordinal) ? "TCP6" : "TCP4";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"PROXY {family} {address} {address} 40000 80\r\n"), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private void Hear(string? line)
    {
        _said.AppendLine(line);
        if (line is null)
        {
            _listens.TrySetException(new InvalidOperationException($"nginx ended: {_said}"));
        }
        // It names itself when its sockets are open.
        else if (line.Contains("[notice]", StringComparison.Ordinal) && line.Contains("nginx/", StringComparison.Ordinal))
        {
            _listens.TrySetResult();
        }
    }

    private static string Settings(string folder, Uri site) => $$"""
        daemon off;
        master_process off;
        pid {{folder}}/pid;
        error_log stderr notice;
        events { }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen unix:{{folder}}/door proxy_protocol;
            set_real_ip_from unix:;
            real_ip_header proxy_protocol;
            location / {
              proxy_pass {{site.GetLeftPart(UriPartial.Authority)}};
              proxy_set_header Host $host;
              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
              proxy_set_header X-Forwarded-Proto https;
            }
          }
        }
        """;
}
