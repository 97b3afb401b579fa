using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Storage;

/// <summary>Makes the data folder absolute and, in Production, refuses one that a deploy would overwrite.</summary>
public sealed class DataOptionsSetup(IHostEnvironment environment, IConfiguration configuration) : IConfigureOptions<DataOptions>, IValidateOptions<DataOptions>
{
    public const string BackupFolderKey = "Backup:Folder";

    public void Configure(DataOptions options)
    {
        configuration.GetSection(DataOptions.Section).Bind(options);
        options.Folder = Absolute(options.Folder, environment.ContentRootPath);
        options.BackupFolder = Absolute(configuration[BackupFolderKey] is { Length: > 0 } folder ? folder : options.BackupFolder, options.Folder);
    }

    public ValidateOptionsResult Validate(string? name, DataOptions options)
    {
        if (!environment.IsProduction())
        {
            return ValidateOptionsResult.Success;
        }

        var asWritten = configuration[$"{DataOptions.Section}:{nameof(options.Folder)}"] ?? "";
        if (!Path.IsPathFullyQualified(asWritten))
        {
            return ValidateOptionsResult.Fail($"Data:Folder is \"{asWritten}\". In Production it must be an absolute path, for example \"/var/lib/clinicsite\".");
        }

        if (IsInRelease(options.Folder))
        {
            return ValidateOptionsResult.Fail($"Data:Folder is \"{asWritten}\", inside the release folder, where the next deploy would overwrite it. In Production it must lie outside, for example \"/var/lib/clinicsite\".");
        }

        return IsInRelease(options.BackupFolder)
            ? ValidateOptionsResult.Fail($"{BackupFolderKey} is \"{options.BackupFolder}\", inside the release folder, where the next deploy would overwrite it. In Production it must lie outside, for example \"/mnt/backup/clinicsite\".")
            : ValidateOptionsResult.Success;
    }

    /// <summary>One text for one folder, so that the two can be compared.</summary>
    private static string Absolute(string folder, string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, root));

    private bool IsInRelease(string folder) => IsInside(folder, environment.ContentRootPath) || IsInside(folder, AppContext.BaseDirectory);

    private static bool IsInside(string folder, string root)
    {
        var relative = Path.GetRelativePath(root, folder);
        return relative == "." || (!relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathFullyQualified(relative));
    }
}
