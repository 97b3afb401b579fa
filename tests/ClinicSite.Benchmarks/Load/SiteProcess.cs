using System.Diagnostics;
using System.Text.RegularExpressions;
using ClinicSite.Benchmarks.Door;

namespace ClinicSite.Benchmarks.Load;

/// <summary>The site as a process of its own, in Production, built like this program.</summary>
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

    public static async Task<(SiteProcess Site, Uri Address)> StartAsync(string folder, int relayPort)
    {
        var project = Path.Combine(MeasuredSettings.Root, "src", "ClinicSite");
        var built = Path.GetRelativePath(Path.Combine(MeasuredSettings.Root, "tests", "ClinicSite.Benchmarks"), AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(project, built, "ClinicSite.dll"), "--urls=http://127.0.0.1:0"])
        {
            WorkingDirectory = project,
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
    public static async Task PrepareAsync(string folder)
    {
        var (site, _) = await StartAsync(folder, relayPort: 9);
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
