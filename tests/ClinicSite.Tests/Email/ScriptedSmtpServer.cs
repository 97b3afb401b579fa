using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ClinicSite.Tests.Email;

/// <summary>
/// A mail relay on loopback that does as it is told: accepts, refuses, hangs up, keeps silent or talks nonsense at any
/// phase, under TLS or not, and keeps what was said and what was sent. Answers can be changed while it runs.
/// </summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    /// <summary>Of this machine's time; longer than the server itself ever waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly SmtpScript _script = new();
    private readonly Dictionary<SmtpPhase, int> _reached = [];
    private readonly List<SmtpConversation> _conversations = [];
    private readonly List<ReceivedMessage> _messages = [];
    private readonly List<Task> _running = [];
    private readonly Task _accepting;
    private TaskCompletionSource _changed = NewSignal();

    public ScriptedSmtpServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool ImplicitTls { get; init; }

    public bool OfferStartTls { get; init; }

    public bool OfferPipelining { get; init; }

    public IReadOnlyList<string> OfferAuth { get; init; } = [];

    public string User { get; init; } = "website";

    public string Password { get; init; } = "a right password";

    public X509Certificate2 Certificate { get; init; } = TestCertificate.Create();

    public IReadOnlyList<SmtpConversation> Conversations => Read(() => _conversations.ToArray());

    /// <summary>What was taken: accepted, or kept while its reply was lost.</summary>
    public IReadOnlyList<ReceivedMessage> Messages => Read(() => _messages.ToArray());

    /// <summary>Everything any client ever said, for a test of what was never said.</summary>
    public IEnumerable<string> ClientLines => Conversations.SelectMany(conversation => conversation.ClientLines);

    /// <summary>From now on.</summary>
    public void Always(SmtpPhase phase, SmtpAnswer answer) => Always(phase, _ => answer);

    /// <summary>From now on, by what the client said: <c>line => line.Contains("nurse@") ? … : SmtpAnswer.Accept</c>.</summary>
    public void Always(SmtpPhase phase, Func<string, SmtpAnswer> answer) => _script.Always(phase, answer);

    /// <summary>The next times, one answer each; after that as before.</summary>
    public void Next(SmtpPhase phase, params IEnumerable<SmtpAnswer> answers) => _script.Next(phase, answers);

    /// <summary>Good health again at every phase.</summary>
    public void Recover() => _script.Clear();

    /// <summary>Waits until a phase was reached so many times in all.</summary>
    public Task ReachedAsync(SmtpPhase phase, int times, CancellationToken cancellationToken) =>
        UntilAsync(() => _reached.GetValueOrDefault(phase) >= times, cancellationToken);

    public async Task<IReadOnlyList<ReceivedMessage>> MessagesAsync(int count, CancellationToken cancellationToken)
    {
        await UntilAsync(() => _messages.Count >= count, cancellationToken);
        return Messages;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(Read(() => _running.ToArray()));
        _stopping.Dispose();
        _listener.Dispose();
        Certificate.Dispose();
    }

    internal string Capabilities(bool secured)
    {
        List<string> lines = ["localhost", "8BITMIME", "SIZE 10000000", "ENHANCEDSTATUSCODES"];
        lines.AddRange(OfferStartTls && !secured ? ["STARTTLS"] : []);
        lines.AddRange(OfferPipelining ? ["PIPELINING"] : []);
        lines.AddRange(OfferAuth.Count > 0 ? ["AUTH " + string.Join(' ', OfferAuth)] : []);
        return string.Join("\r\n", lines.Select((line, index) => (index < lines.Count - 1 ? "250-" : "250 ") + line));
    }

    internal SmtpAnswer Reach(SmtpPhase phase, string line)
    {
        lock (_lock)
        {
            _reached[phase] = _reached.GetValueOrDefault(phase) + 1;
            Signal();
        }

        return _script.AnswerTo(phase, line);
    }

    internal void Receive(ReceivedMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
            Signal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                lock (_lock)
                {
                    _running.Add(TalkAsync(client));
                }
            }
        }
        catch (Exception stopped) when (_stopping.IsCancellationRequested && stopped is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Which of them depends on how far the stop had come.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        // Out of the lock that the accepting loop holds.
        await Task.Yield();
        // An answer in two pieces would wait for the other side's delayed acknowledgement, 40 ms each time.
        client.NoDelay = true;
        await using var wire = new SmtpWire(client);
        var conversation = new SmtpConversation(this, wire);
        lock (_lock)
        {
            _conversations.Add(conversation);
        }

        try
        {
            await conversation.RunAsync(Certificate, _stopping.Token);
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // Either side hung up, as it may.
        }
    }

    private async Task UntilAsync(Func<bool> reached, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (reached())
                {
                    return;
                }

                change = _changed.Task;
            }

            await change.WaitAsync(Patience, cancellationToken);
        }
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
