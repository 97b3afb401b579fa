using System.Diagnostics;

namespace ClinicSite.Tests.Door;

/// <summary>The program as a process of its own, for what only a process can show: that it refuses to start, or is killed.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    /// <summary>A published <c>ClinicSite.dll</c> to run instead of the one built with the tests: as shipped, and it starts in half the time.</summary>
    private const string Variable = "CLINICSITE_PROGRAM";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly List<(string Text, bool IsError)> _output = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramRun(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Add(line.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to both of its streams.</summary>
    public string Output => Written(_ => true);

    public int Pid => _process.Id;

    /// <param name="environment">Development or Production.</param>
    /// <param name="settings">As on the command line.</param>
    /// <param name="under">A command that watches or confines the program and becomes it (<c>strace -D</c>, <c>sh -c</c> with <c>exec</c>).</param>
    public static ProgramRun Start(string environment, Dictionary<string, string?> settings, params IReadOnlyList<string> under) =>
        // Tests send more forms than people do, and faster.
        Start(environment, ["--urls=http://127.0.0.1:0", "--Enquiries:Screening:QuarantineFrom=1000", "--Enquiries:Screening:DailyRows=1000000"], settings, under);

    /// <summary>What to run, and the folder that it takes for its own.</summary>
    public static (string Program, string Folder) Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } published)
        {
            return (published, Path.GetDirectoryName(published)!);
        }

        var project = ProjectFolder();
        // The same configuration (Debug or Release) as these tests.
        var built = Path.GetRelativePath(Path.Combine(project, "..", "..", "tests", "ClinicSite.Tests"), AppContext.BaseDirectory);
        return (Path.Combine(project, built, "ClinicSite.dll"), project);
    }

    private static ProgramRun Start(string environment, IEnumerable<string> arguments, Dictionary<string, string?> settings, IReadOnlyList<string> under)
    {
        var (program, folder) = Find();
        string[] command = [.. under, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        foreach (var (key, value) in settings)
        {
            start.ArgumentList.Add($"--{key}={value}");
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        // Nobody is there to answer a question.
        process.StandardInput.Close();
        return new ProgramRun(process);
    }

    public static async Task<(int ExitCode, string Output)> ToTheEndAsync(string environment, Dictionary<string, string?> settings)
    {
        await using var run = Start(environment, settings);
        await run._process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (run._process.ExitCode, run.Output);
    }

    /// <summary>One command of the program's command line; <paramref name="command"/> is split at its spaces.</summary>
    public static async Task<(int ExitCode, string Output)> CommandAsync(string command, Dictionary<string, string?> settings, string environment = "Development")
    {
        await using var run = Start(environment, command.Split(' '), settings, []);
        await run._process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (run._process.ExitCode, run.Output);
    }

    /// <summary>One command as a pipe takes it: its answer, and apart from it what it says beside that.</summary>
    public static async Task<(string Output, string Errors)> PipeAsync(string command, Dictionary<string, string?> settings)
    {
        await using var run = Start("Development", command.Split(' '), settings, []);
        await run._process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (run.Written(isError => !isError), run.Written(isError => isError));
    }

    /// <summary>Waits for a line that holds this text.</summary>
    public async Task<string> SawAsync(string text)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_output.Find(line => line.Text.Contains(text, StringComparison.Ordinal)).Text is { } found)
                {
                    return found;
                }

                next = _next.Task;
            }

            try
            {
                await next.WaitAsync(Patience, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"The program did not say \"{text}\"{(_process.HasExited ? " before it ended" : "")}. It said:\n{Output}");
            }
        }
    }

    /// <summary>A browser at the address that the program says it has.</summary>
    public async Task<HttpClient> VisitorAsync()
    {
        var line = await SawAsync("The site is at http://");
        var address = line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', ',', '"')[0];
        var visitor = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(address) };
        visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        visitor.DefaultRequestHeaders.Add("Accept-Language", "en-GB");
        return visitor;
    }

    /// <summary>SIGKILL: the program gets no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM: what a service manager sends before a restart.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Pid.ToString()]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    public static string ProjectFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ClinicSite.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("ClinicSite.sln is in no folder above these tests.");
        }

        return Path.Combine(folder.FullName, "src", "ClinicSite");
    }

    private string Written(Func<bool, bool> isError)
    {
        lock (_gate)
        {
            return string.Join('\n', _output.Where(line => isError(line.IsError)).Select(line => line.Text));
        }
    }

    private void Add(string? line, bool isError)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _output.Add((line, isError));
            _next.SetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
