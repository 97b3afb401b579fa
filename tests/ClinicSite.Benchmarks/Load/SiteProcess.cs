using System.Diagnostics;
using System.Text.RegularExpressions;
using ClinicSite.Benchmarks.Door;

namespace ClinicSite.Benchmarks.Load;

/// <summary>The published site as a process of its own, in Production.</summary>
internal sealed partial class SiteProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _trouble = [];

    private SiteProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="published">What is run.</param>
    /// <param name="folder">Its data.</param>
    /// <param name="relayPort">Where its mail goes.</param>
    public static async Task<(SiteProcess Site, Uri Address)> StartAsync(PublishedSite published, string folder, int relayPort)
    {
        var start = new ProcessStartInfo("dotnet", ["ClinicSite.dll", "--urls=http://127.0.0.1:0"])
        {
            WorkingDirectory = published.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (key, value) in MeasuredSettings.With(folder, relayPort))
        {
            start.ArgumentList.Add($"--{key}={value}");
        }

        var site = new SiteProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
        try
        {
            return (site, await site._address.Task.WaitAsync(Patience));
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts once and ends, so that database and keys are there.</summary>
    public static async Task PrepareAsync(PublishedSite published, string folder)
    {
        var (site, _) = await StartAsync(published, folder, relayPort: 9);
        await site.DisposeAsync();
    }

    /// <summary>As a service manager ends it: the database is closed in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>In the text log and in the JSON one, which quotes it.</summary>
    [GeneratedRegex(@"The site is at [\\""]*(?<address>http://[0-9.:]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    private void Read(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The site did not start:\n{string.Join('\n', _trouble)}"));
            return;
        }

        // Once it runs, its log is read and dropped.
        if (_address.Task.IsCompleted)
        {
            return;
        }

        _trouble.Add(line);
        if (Address().Match(line) is { Success: true } told)
        {
            _address.TrySetResult(new Uri(told.Groups["address"].Value));
        }
    }
}
