using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
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
/// What the framework passes over in silence stops the start and is named, with what may stand there: a misspelt setting,
/// which leaves its default in force; a value where a list is expected; an entry of a list that cannot be read, which is
/// left out; an entry that says only half of what it must.
/// </summary>
/// <remarks>Outside these sections anything may stand: the environment holds many variables that are no settings of this program.</remarks>
public sealed class SettingsValidator(IConfiguration configuration) : IValidateOptions<AllSettings>
{
    private const string DateForm = "yyyy-MM-dd";

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
            return setting.GetChildren().Select(child => $"{child.Path} is no setting: {setting.Path} is one value.")
                .Concat(setting.Value is { Length: > 0 } value && !CanBeRead(value, type) ? [$"{setting.Path} is \"{value}\". It must be {KindOf(type)}."] : []);
        }

        return setting.Value is { Length: > 0 }
            ? [$"{setting.Path} has parts and no value of its own: {string.Join(", ", PartsOf(type).Keys)}."]
            : ProblemsOf(setting, type);
    }

    /// <summary>Of a section, or of a setting that has parts.</summary>
    private static IEnumerable<string> ProblemsOf(IConfigurationSection section, Type type)
    {
        var parts = PartsOf(type);
        var children = section.GetChildren().ToList();
        var missing = children.Count == 0
            ? []
            : parts.Values.Where(IsNeeded).Select(part => part.Name).Where(part => string.IsNullOrWhiteSpace(section[part])).ToList();
        return children
            .Where(child => !Sections.ContainsKey(child.Path) && !IsReadElsewhere(child))
            .SelectMany(child => parts.TryGetValue(child.Key, out var part)
                ? ProblemsIn(child, part.PropertyType)
                : [$"{child.Path} is no setting. {section.Path} has {string.Join(", ", parts.Keys.Concat(NamesReadElsewhere(section)))}."])
            .Concat(missing.Select(part => $"{section.Path}:{part} is missing. {section.Path} cannot be without it."));
    }

    /// <summary>Of the sections in this one, and of what another section's options take from it.</summary>
    private static IEnumerable<string> NamesReadElsewhere(IConfigurationSection section) => Sections.Keys
        .Append(DataOptionsSetup.BackupFolderKey)
        .Where(key => string.Equals(ConfigurationPath.GetParentPath(key), section.Path, StringComparison.OrdinalIgnoreCase))
        .Select(key => ConfigurationPath.GetSectionKey(key));

    private static bool IsReadElsewhere(IConfigurationSection setting) =>
        string.Equals(setting.Path, DataOptionsSetup.BackupFolderKey, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, PropertyInfo> PartsOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true })
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsNeeded(PropertyInfo part) => part.IsDefined(typeof(RequiredMemberAttribute));

    /// <summary>What the entries of a list or table are; null for anything else.</summary>
    private static Type? EntryOf(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1] : null;

    private static string ExampleOf(Type type) => type.GetGenericArguments().Length == 1 ? "0" : "name";

    private static bool IsOneValue(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static bool CanBeRead(string value, Type type)
    {
        if (Kind(type) == typeof(DateOnly))
        {
            // In any other form the day and the month could be taken for each other.
            return DateOnly.TryParseExact(value, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        }

        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
#pragma warning disable CA1031 // because converters throw whatever they like
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static string KindOf(Type type) => Kind(type) switch
    {
        var kind when kind == typeof(DateOnly) => "a date, for example \"2026-12-25\"",
        var kind when kind == typeof(TimeSpan) => "a length of time, for example \"00:05:00\"",
        var kind when kind == typeof(bool) => "true or false",
        { IsEnum: true } kind => $"one of {string.Join(", ", Enum.GetNames(kind))}",
        _ => "a number",
    };

    private static Type Kind(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
