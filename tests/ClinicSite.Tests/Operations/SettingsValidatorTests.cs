using System.Reflection;
using ClinicSite.Operations;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.Configuration;

namespace ClinicSite.Tests.Operations;

/// <summary>A misspelt setting is named with what may stand in its place, whatever section it is in.</summary>
public sealed class SettingsValidatorTests
{
    [Theory]
    [InlineData("Clinic:Phoen", "Clinic:Phoen is no setting. Clinic has Name, ShortName, ")]
    [InlineData("Clinic:Rollcall", "Clinic:Rollcall is no setting. Clinic has Name, ")]
    [InlineData("Clinic:Phone:0", "Clinic:Phone:0 is no setting: Clinic:Phone is one value.")]
    [InlineData("Clinic:Reviewer", "Clinic:Reviewer has parts and no value of its own: Name, ")]
    [InlineData("Email:Smtp:Pasword", "Email:Smtp:Pasword is no setting. Email:Smtp has Host, ")]
    [InlineData("Enquiries:Retention:SettledDay", "Enquiries:Retention:SettledDay is no setting. Enquiries:Retention has SettledDays, ")]
    [InlineData("Enquiries:Screening:QuarantineForm", "Enquiries:Screening:QuarantineForm is no setting.")]
    [InlineData("Security:MoreHosts", "Security:MoreHosts has entries and no value of its own. Each entry has its own name, for example Security:MoreHosts:0.")]
    [InlineData("Clinic:OpeningHours", "Clinic:OpeningHours has entries and no value of its own. Each entry has its own name, for example Clinic:OpeningHours:name.")]
    public void Check_AWrongName_SaysWhatMayStandThere(string key, string message)
    {
        var problem = Assert.Single(Problems((key, "a value")));

        Assert.StartsWith(message, problem, StringComparison.Ordinal);
    }

    /// <summary>Sections in the section, and what is read from it with another one, may stand there too.</summary>
    [Theory]
    [InlineData("Enquiries:Retantion:SettledDays", "Enquiries:Retantion is no setting. Enquiries has Acknowledge, ReplyWithinWorkingHours, StaffMail, Screening, Notification, Digest, Desk, Retention.")]
    [InlineData("Backup:Foldr", "Backup:Foldr is no setting. Backup has Enabled, KeepHourly, KeepDaily, Folder.")]
    [InlineData("Data:BackupFolder", "Data:BackupFolder is no setting. Data has Folder.")]
    [InlineData("Pages:KeptFile", "Pages:KeptFile is no setting. Pages has AlwaysFresh.")]
    public void Check_AWrongName_ListsEveryRightOne(string key, string message) => Assert.Equal([message], Problems((key, "a value")));

    [Fact]
    public void Check_TheSettingsThatComeWithTheSite_FindsNothing() =>
        Assert.Empty(Problems(new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(ProgramRun.ProjectFolder(), "appsettings.json"))
            .AddJsonFile(Path.Combine(ProgramRun.ProjectFolder(), "appsettings.Development.json"))
            .Build()));

    [Theory]
    [InlineData("backup:folder")]
    [InlineData("EMAIL:SMTP:HOST")]
    [InlineData("Clinic:OpeningHours:Monday")]
    // Other programs' variables.
    [InlineData("Email")]
    [InlineData("Logging:Level")]
    public void Check_ARightName_FindsNothing(string key) => Assert.Empty(Problems((key, "a value")));

    /// <summary>The framework leaves out an entry that it cannot read, and says nothing.</summary>
    [Theory]
    [InlineData("Clinic:Holidays:0", "25/12/2026", "a date, for example \"2026-12-25\"")]
    [InlineData("Clinic:Holidays:0", "03/04/2027", "a date, for example \"2026-12-25\"")]
    [InlineData("Clinic:Holidays:0", "Christmas", "a date, for example \"2026-12-25\"")]
    [InlineData("Enquiries:Notification:Waits:0", "a minute", "a length of time, for example \"00:05:00\"")]
    [InlineData("Enquiries:Screening:Points:honeypot", "many", "a number")]
    [InlineData("Backup:Enabled", "perhaps", "true or false")]
    [InlineData("Email:Transport", "Pigeon", "one of Pickup, Smtp")]
    public void Check_AValueThatCannotBeRead_SaysWhatItMustBe(string key, string value, string kind) =>
        Assert.Equal([$"{key} is \"{value}\". It must be {kind}."], Problems((key, value)));

    [Theory]
    [InlineData("Clinic:Holidays:0", "2026-12-25")]
    [InlineData("Enquiries:Notification:Waits:0", "00:01:00")]
    [InlineData("Enquiries:Screening:Points:honeypot", "60")]
    public void Check_AValueThatCanBeRead_FindsNothing(string key, string value) => Assert.Empty(Problems((key, value)));

    [Theory]
    [InlineData("Clinic:People:0:Name", "Clinic:People:0:Role is missing. Clinic:People:0 cannot be without it.")]
    [InlineData("Clinic:Devices:0:Name", "Clinic:Devices:0:Treatment is missing. Clinic:Devices:0 cannot be without it.")]
    [InlineData("Clinic:Prices:1:Item", "Clinic:Prices:1:Amount is missing. Clinic:Prices:1 cannot be without it.")]
    [InlineData("Clinic:Registrations:0:Body", "Clinic:Registrations:0:Number is missing. Clinic:Registrations:0 cannot be without it.")]
    public void Check_AnEntryThatIsNotComplete_SaysWhatIsMissing(string key, string message) =>
        Assert.Equal([message], Problems((key, "a value")));

    /// <summary>As <c>[]</c> and <c>{}</c> stand in a file.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Check_AnEmptyListOrTable_FindsNothing(string? value) =>
        Assert.Empty(Problems(("Clinic:People", value), ("Clinic:Reviewer", value), ("Clinic:OpeningHours", value)));

    [Fact]
    public void List_OfSections_IsEverySectionThatIsRead()
    {
        var read = typeof(SettingsValidator).Assembly.GetTypes()
            .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
            .Where(one => one.Section is not null)
            .ToDictionary(one => one.Section!, one => one.Type, StringComparer.Ordinal);

        Assert.Equal(read.OrderBy(one => one.Key, StringComparer.Ordinal), SettingsValidator.Sections.OrderBy(one => one.Key, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Problems(params IEnumerable<(string Key, string? Value)> settings) =>
        Problems(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build());

    private static IEnumerable<string> Problems(IConfiguration configuration) =>
        new SettingsValidator(configuration).Validate(null, new AllSettings()).Failures ?? [];
}
