using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace ClinicSite.Tests.Email;

/// <summary>A message as the server got it.</summary>
/// <param name="Raw">Byte for byte, dots unstuffed.</param>
/// <param name="Sender">The address of MAIL FROM.</param>
/// <param name="Recipients">The addresses of RCPT TO that were accepted.</param>
/// <param name="Secured">Whether it came under TLS.</param>
public sealed record ReceivedMessage(byte[] Raw, string Sender, IReadOnlyList<string> Recipients, bool Secured)
{
    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();

    public MimeMessage Message { get; } = MimeMessage.Load(new MemoryStream(Raw));
}

/// <summary>One connection of <see cref="ScriptedSmtpServer"/>, from the greeting to the end.</summary>
public sealed class SmtpConversation
{
    private readonly ScriptedSmtpServer _server;
    private readonly SmtpWire _wire;
    private readonly List<string> _lines = [];
    private readonly List<string> _recipients = [];
    private string _sender = "";

    internal SmtpConversation(ScriptedSmtpServer server, SmtpWire wire)
    {
        _server = server;
        _wire = wire;
    }

    /// <summary>All that was said, <c>C: </c> before the client's lines and <c>S: </c> before the server's; bodies are left out.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public IEnumerable<string> ClientLines => Lines.Where(line => line.StartsWith("C: ", StringComparison.Ordinal)).Select(line => line[3..]);

    internal async Task RunAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        if (_server.ImplicitTls)
        {
            await _wire.SecureAsync(certificate, cancellationToken);
        }

        await AnswerAsync(SmtpPhase.Greeting, "", "220 localhost ready", cancellationToken);
        while (await _wire.ReadLineAsync(cancellationToken) is { } line)
        {
            Note("C: " + line);
            await HandleAsync(line, certificate, cancellationToken);
        }
    }

    private Task HandleAsync(string line, X509Certificate2 certificate, CancellationToken cancellationToken) =>
        line.Split(' ')[0].ToUpperInvariant() switch
        {
            "EHLO" => AnswerAsync(SmtpPhase.Ehlo, line, _server.Capabilities(_wire.Secured), cancellationToken),
            "HELO" => AnswerAsync(SmtpPhase.Ehlo, line, "250 localhost", cancellationToken),
            "STARTTLS" => StartTlsAsync(line, certificate, cancellationToken),
            "AUTH" => AuthAsync(line, cancellationToken),
            "MAIL" => MailAsync(line, cancellationToken),
            "RCPT" => RcptAsync(line, cancellationToken),
            "DATA" => DataAsync(line, cancellationToken),
            "RSET" => AnswerAsync(SmtpPhase.Reset, line, "250 2.0.0 forgotten", cancellationToken),
            "NOOP" => SayAsync("250 2.0.0 done", cancellationToken),
            "QUIT" => QuitAsync(line, cancellationToken),
            _ => SayAsync("500 5.5.2 not understood", cancellationToken),
        };

    private async Task StartTlsAsync(string line, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        if (await AnswerAsync(SmtpPhase.StartTls, line, "220 2.0.0 go ahead", cancellationToken))
        {
            await _wire.SecureAsync(certificate, cancellationToken);
        }
    }

    private async Task AuthAsync(string line, CancellationToken cancellationToken)
    {
        var words = line.Split(' ');
        string given;
        if (words[1] == "LOGIN")
        {
            given = "\0" + await AskAsync("Username:", cancellationToken) + "\0" + await AskAsync("Password:", cancellationToken);
        }
        else
        {
            given = Encoding.UTF8.GetString(Convert.FromBase64String(words[2]));
        }

        var right = given == $"\0{_server.User}\0{_server.Password}";
        await AnswerAsync(SmtpPhase.Auth, line, right ? "235 2.7.0 welcome" : "535 5.7.8 wrong name or password", cancellationToken);
    }

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await SayAsync("334 " + Convert.ToBase64String(Encoding.ASCII.GetBytes(question)), cancellationToken);
        var answer = await _wire.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
        Note("C: " + answer);
        return Encoding.UTF8.GetString(Convert.FromBase64String(answer));
    }

    private async Task MailAsync(string line, CancellationToken cancellationToken)
    {
        _recipients.Clear();
        _sender = Address(line);
        await AnswerAsync(SmtpPhase.MailFrom, line, "250 2.1.0 sender fine", cancellationToken);
    }

    private async Task RcptAsync(string line, CancellationToken cancellationToken)
    {
        if (await AnswerAsync(SmtpPhase.RcptTo, line, "250 2.1.5 recipient fine", cancellationToken))
        {
            _recipients.Add(Address(line));
        }
    }

    private async Task DataAsync(string line, CancellationToken cancellationToken)
    {
        if (!await AnswerAsync(SmtpPhase.Data, line, "354 end with a dot", cancellationToken))
        {
            return;
        }

        var body = new StringBuilder();
        while (await _wire.ReadLineAsync(cancellationToken) is { } text)
        {
            if (text == ".")
            {
                var message = new ReceivedMessage(Encoding.Latin1.GetBytes(body.ToString()), _sender, [.. _recipients], _wire.Secured);
                await AnswerAsync(SmtpPhase.EndOfData, line, "250 2.0.0 queued", cancellationToken, () => _server.Receive(message));
                return;
            }

            body.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
        }
    }

    private async Task QuitAsync(string line, CancellationToken cancellationToken)
    {
        await AnswerAsync(SmtpPhase.Quit, line, "221 2.0.0 goodbye", cancellationToken);
        throw new EndOfStreamException();
    }

    /// <returns>Whether the client was told to go on.</returns>
    private async Task<bool> AnswerAsync(SmtpPhase phase, string line, string usual, CancellationToken cancellationToken, Action? onTaken = null)
    {
        var answer = _server.Reach(phase, line);
        while (answer is HoldAnswer hold)
        {
            await hold.Released.WaitAsync(cancellationToken);
            answer = hold.Next;
        }

        var reply = answer is ReplyAnswer other ? FormattableString.Invariant($"{other.Code} {other.Text}") : usual;
        var goOn = answer is RawAnswer || reply[0] is '2' or '3';
        if (goOn)
        {
            onTaken?.Invoke();
        }

        if (answer is not RawAnswer raw)
        {
            await SayAsync(reply, cancellationToken);
            return goOn;
        }

        Note("S: " + raw.Text);
        await _wire.WriteAsync(raw.Text, cancellationToken);
        return raw.ThenDrop ? throw new EndOfStreamException() : false;
    }

    private async Task SayAsync(string reply, CancellationToken cancellationToken)
    {
        Note("S: " + reply);
        await _wire.WriteAsync(reply + "\r\n", cancellationToken);
    }

    private void Note(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
