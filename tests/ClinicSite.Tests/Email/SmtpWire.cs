using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ClinicSite.Tests.Email;

/// <summary>Lines over a socket, in the clear or under TLS. Bytes are Latin-1, so that none is changed.</summary>
internal sealed class SmtpWire(TcpClient client) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream = client.GetStream();
    private int _start;
    private int _end;

    public bool Secured => _stream is SslStream;

    /// <summary>What the client sent ahead of the handshake is thrown away.</summary>
    public async Task SecureAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        _start = _end = 0;
        var secured = new SslStream(_stream, leaveInnerStreamOpen: false);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
        _stream = secured;
    }

    /// <returns>The line without its end; null when the client has gone.</returns>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _stream.ReadAsync(_buffer, cancellationToken);
                if (_end == 0)
                {
                    return null;
                }
            }

            var letter = (char)_buffer[_start++];
            if (letter == '\n')
            {
                return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
            }

            line.Append(letter);
        }
    }

    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        client.Dispose();
    }
}
