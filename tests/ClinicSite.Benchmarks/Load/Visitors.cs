using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace ClinicSite.Benchmarks.Load;

/// <summary>People who open the form and send it, each over a connection of their own.</summary>
internal sealed class Visitors : IDisposable
{
    private static readonly Uri FormPage = new("/consultation", UriKind.Relative);

    private readonly HttpClient _browser;
    private readonly SiteProcess _site;
    private readonly int _connections;
    private int _number;

    public Visitors(SiteProcess site, Uri address, int connections)
    {
        _site = site;
        _connections = connections;
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = connections }) { BaseAddress = address };
        _browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        _browser.DefaultRequestHeaders.Add("Accept-Language", "en-GB");
    }

    /// <summary>The forms are opened and filled in first; what is measured is from the press on "send" to the whole answer.</summary>
    public async Task<Timed> PostAsync(int count)
    {
        var forms = new ConcurrentQueue<HttpContent>();
        await BesideEachOther(count, async () => forms.Enqueue(await FillInAsync()));
        var took = new ConcurrentBag<double>();
        var used = _site.Processor;
        var all = Stopwatch.StartNew();
        await BesideEachOther(count, async () =>
        {
            forms.TryDequeue(out var form);
            using (form)
            {
                var one = Stopwatch.GetTimestamp();
                await SendAsync(form!);
                took.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }
        });
        return Timed.Of(took, all.Elapsed, _site.Processor - used);
    }

    public void Dispose() => _browser.Dispose();

    private async Task<HttpContent> FillInAsync()
    {
        var page = await _browser.GetStringAsync(FormPage);
        const string before = "name=\"Token\" value=\"";
        var token = page[(page.IndexOf(before, StringComparison.Ordinal) + before.Length)..].Split('"')[0];
        var form = Samples.Form(Interlocked.Increment(ref _number), token);
        await form.LoadIntoBufferAsync();
        return form;
    }

    private async Task SendAsync(HttpContent form)
    {
        using var answer = await _browser.PostAsync(FormPage, form);
        if (answer.StatusCode != HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"A post was answered {(int)answer.StatusCode}.");
        }
    }

    private Task BesideEachOther(int count, Func<Task> work)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, _connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await work();
            }
        }));
    }
}
