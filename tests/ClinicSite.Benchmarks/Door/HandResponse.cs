using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ClinicSite.Benchmarks.Door;

/// <summary>An answer whose bytes are counted and dropped. It starts as Kestrel's does: with the first flush, after those who wait for it.</summary>
internal sealed class HandResponse : PipeWriter, IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private readonly Stream _stream;
    private byte[] _buffer = new byte[256 * 1024];

    public HandResponse() => _stream = AsStream(leaveOpen: true);

    public long Length { get; private set; }

    public int StatusCode { get; set; }

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    /// <summary>The framework's older way to the body.</summary>
    public Stream Body { get => _stream; set => throw new NotSupportedException(); }

    public bool HasStarted { get; private set; }

    public Stream Stream => _stream;

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => 0;

    public void Reset()
    {
        StatusCode = StatusCodes.Status200OK;
        Headers.Clear();
        HasStarted = false;
        Length = 0;
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        while (!HasStarted && _starting.TryPop(out var waiting))
        {
            await waiting.Callback(waiting.State);
        }

        HasStarted = true;
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(_stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => HasStarted ? Task.CompletedTask : StartAsync();

    /// <summary>After the answer is out: those who wait for that.</summary>
    public async Task EndAsync()
    {
        while (_completed.TryPop(out var waiting))
        {
            await waiting.Callback(waiting.State);
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _buffer.Length)
        {
            _buffer = new byte[sizeHint];
        }

        return _buffer;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => Length += bytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        HasStarted ? default : StartedAsync(cancellationToken);

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    private async ValueTask<FlushResult> StartedAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        return default;
    }
}
