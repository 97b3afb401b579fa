using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ClinicSite.Benchmarks.Load;

/// <summary>Where and when something was measured: figures without it say nothing.</summary>
internal static partial class Machine
{
    /// <param name="folder">On the disk that is measured.</param>
    public static string Describe(string folder)
    {
        var processor = File.Exists("/proc/cpuinfo") ? Model().Match(File.ReadAllText("/proc/cpuinfo")).Groups["name"].Value : "unknown processor";
        var load = File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
        var disk = DriveInfo.GetDrives().Where(drive => folder.StartsWith(drive.Name, StringComparison.Ordinal)).MaxBy(drive => drive.Name.Length)?.DriveFormat ?? "unknown";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {Commit()}, {Environment.ProcessorCount} × {processor}, {folder} on {disk}, load average {load}");
    }

    private static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Door.MeasuredSettings.Root, "describe", "--always", "--dirty"]) { RedirectStandardOutput = true })!;
        var name = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return name;
    }

    [GeneratedRegex(@"model name\s*:\s*(?<name>.+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Model();
}
