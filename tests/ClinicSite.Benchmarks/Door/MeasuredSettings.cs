namespace ClinicSite.Benchmarks.Door;

/// <summary>The settings of <c>tests/load/site.settings</c>, and where the project lies.</summary>
internal static class MeasuredSettings
{
    public static string Root { get; } = FindRoot();

    /// <param name="folder">The data folder.</param>
    /// <param name="relayPort">Where the mail goes.</param>
    public static Dictionary<string, string?> With(string folder, int relayPort)
    {
        var settings = File.ReadLines(Path.Combine(Root, "tests", "load", "site.settings"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], string? (pair) => pair[1], StringComparer.Ordinal);
        settings["Data:Folder"] = folder;
        settings["Email:Smtp:Port"] = relayPort.ToString();
        return settings;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ClinicSite.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("ClinicSite.sln is in no folder above this program.");
        }

        return folder.FullName;
    }
}
