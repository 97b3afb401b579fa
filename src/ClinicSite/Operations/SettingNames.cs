using System.Collections;
using System.ComponentModel;
using System.Reflection;
using ClinicSite.Clinic;
using ClinicSite.Email;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Desk;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Evidence;
using ClinicSite.Operations.Health;
using ClinicSite.Shell.Pages;
using ClinicSite.Shell.Security;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations;

/// <summary>Every section of the settings, as one thing to be checked with the others.</summary>
public sealed class AllSettings;

/// <summary>
/// A misspelt setting would silently leave its default in force, and so would one entry where a list is expected. Both are
/// named, with what may stand there, and stop the start like a wrong value.
/// </summary>
/// <remarks>Outside these sections anything may stand: the environment holds many variables that are no settings of this program.</remarks>
public sealed class SettingNames(IConfiguration configuration) : IValidateOptions<AllSettings>
{
    /// <summary>What reads each section. Listed by hand, since a search through all types would hold up the start; a test compares.</summary>
    internal static readonly IReadOnlyDictionary<string, Type> Sections = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        [ClinicOptions.Section] = typeof(ClinicOptions),
        [EvidenceOptions.Section] = typeof(EvidenceOptions),
        [EmailOptions.Section] = typeof(EmailOptions),
        [PageOptions.Section] = typeof(PageOptions),
        [ProxyOptions.Section] = typeof(ProxyOptions),
        [SecurityOptions.Section] = typeof(SecurityOptions),
        [EnquiryOptions.Section] = typeof(EnquiryOptions),
        [ScreeningOptions.Section] = typeof(ScreeningOptions),
        [NotificationOptions.Section] = typeof(NotificationOptions),
        [DigestOptions.Section] = typeof(DigestOptions),
        [DeskOptions.Section] = typeof(DeskOptions),
        [RetentionOptions.Section] = typeof(RetentionOptions),
        [DataOptions.Section] = typeof(DataOptions),
        [BackupOptions.Section] = typeof(BackupOptions),
        [HealthOptions.Section] = typeof(HealthOptions),
    };

    public ValidateOptionsResult Validate(string? name, AllSettings options)
    {
        var problems = Sections.SelectMany(section => ProblemsOf(configuration.GetSection(section.Key), section.Value)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ProblemsIn(IConfigurationSection setting, Type type)
    {
        if (EntryOf(type) is { } entry)
        {
            return setting.Value is { Length: > 0 }
                ? [$"{setting.Path} has entries and no value of its own. Each entry has its own name, for example {setting.Path}:{ExampleOf(type)}."]
                : setting.GetChildren().SelectMany(child => ProblemsIn(child, entry));
        }

        if (IsOneValue(type))
        {
            return setting.GetChildren().Select(child => $"{child.Path} is no setting: {setting.Path} is one value.");
        }

        return setting.Value is { Length: > 0 }
            ? [$"{setting.Path} has parts and no value of its own: {string.Join(", ", PartsOf(type).Keys)}."]
            : ProblemsOf(setting, type);
    }

    /// <summary>Of a section, or of a setting that has parts.</summary>
    private static IEnumerable<string> ProblemsOf(IConfigurationSection section, Type type)
    {
        var parts = PartsOf(type);
        return section.GetChildren()
            .Where(child => !Sections.ContainsKey(child.Path) && !IsReadElsewhere(child))
            .SelectMany(child => parts.TryGetValue(child.Key, out var part)
                ? ProblemsIn(child, part)
                : [$"{child.Path} is no setting. {section.Path} has {string.Join(", ", parts.Keys)}."]);
    }

    private static bool IsReadElsewhere(IConfigurationSection setting) =>
        string.Equals(setting.Path, DataOptionsSetup.BackupFolderKey, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, Type> PartsOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true })
        .ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the entries of a list or table are; null for anything else.</summary>
    private static Type? EntryOf(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : null;

    private static string ExampleOf(Type type) => type.GetGenericArguments().Length == 1 ? "0" : "name";

    private static bool IsOneValue(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));
}
