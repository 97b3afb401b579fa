using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Shell.Seo;

/// <summary>
/// The sitemap and the pages say when a text last changed; <c>page-texts.json</c> keeps that honest. It holds, for each
/// page, the date and a fingerprint of the words that stood there on that day. The words are read under fixed settings and
/// without what settings, sources and citations add, since a new telephone number is no new text; white space does not count.
/// </summary>
public sealed class PageTextTests
{
    /// <summary>Set to 1, the file is written anew from the pages instead of being compared.</summary>
    private const string RecordVariable = "RECORD_PAGE_TEXTS";

    private const string RecordCommand = RecordVariable + "=1 dotnet test tests/ClinicSite.Tests --filter PageTextTests";

    /// <summary>Parts that the clinic's settings or the claims register write, on whatever page they stand.</summary>
    private const string NotTheText = ".review, .worried, .cta, .help, .sample-notice, .sources, .cite, address";

    private static readonly Dictionary<string, string?> FixedSettings = new(StringComparer.Ordinal)
    {
        ["Clinic:Name"] = "The Clinic",
        ["Clinic:ShortName"] = "Clinic",
        ["Clinic:SiteUrl"] = "http://clinic.example",
        ["Clinic:Phone"] = "01632 960000",
        ["Clinic:Email"] = "clinic@clinic.example",
        ["Clinic:AddressLines:0"] = "1 Street",
        ["Clinic:AddressLines:1"] = "Town",
        ["Clinic:EmergencyNumber"] = "999",
        ["Clinic:UrgentAdvice"] = "Call us.",
        ["Clinic:OutOfHoursAdvice"] = "Call 111.",
        ["Clinic:Offers:0"] = "microneedling",
        ["Clinic:OpeningHours:Monday"] = "09:00-17:00",
        ["Clinic:OpeningHours:Tuesday"] = "09:00-17:00",
        ["Clinic:OpeningHours:Wednesday"] = "09:00-17:00",
        ["Clinic:OpeningHours:Thursday"] = "09:00-17:00",
        ["Clinic:OpeningHours:Friday"] = "09:00-17:00",
    };

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string RecordFile => Path.Combine(ProgramRun.ProjectFolder(), "..", "..", "tests", "ClinicSite.Tests", "Shell", "page-texts.json");

    [Fact]
    public async Task Change_ThePagesText_AsksForItsDate()
    {
        var recorded = File.Exists(RecordFile)
            ? JsonSerializer.Deserialize<SortedDictionary<string, PageText>>(await File.ReadAllTextAsync(RecordFile, TestContext.Current.CancellationToken), Json)!
            : new SortedDictionary<string, PageText>(StringComparer.Ordinal);
        var current = await ReadAsync();
        var recording = Environment.GetEnvironmentVariable(RecordVariable) == "1";

        var problems = current
            .Select(page => Problem(page.Key, recorded.GetValueOrDefault(page.Key), page.Value, recording))
            .Concat(recording ? [] : recorded.Keys.Except(current.Keys, StringComparer.Ordinal).Select(path => $"{path} is recorded and no longer there. Run: {RecordCommand}"))
            .OfType<string>()
            .ToList();
        if (recording && problems.Count == 0)
        {
            await File.WriteAllTextAsync(RecordFile, JsonSerializer.Serialize(current, Json).ReplaceLineEndings("\n") + "\n", TestContext.Current.CancellationToken);
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <returns>What to do, or null when nothing is.</returns>
    private static string? Problem(string path, PageText? recorded, PageText current, bool recording)
    {
        if (recorded is null)
        {
            return recording ? null : $"{path} is not recorded yet. Run: {RecordCommand}";
        }

        if (recorded.Sha256 == current.Sha256)
        {
            return recording || recorded.Updated == current.Updated
                ? null
                : $"{path} says it was updated on {Day(current.Updated)}, but its words are those of {Day(recorded.Updated)}. Put the date back; or, if something else of substance changed, run: {RecordCommand}";
        }

        // Several changes on one day share its date. A writer east or west of Greenwich may be a day off.
        var fresh = current.Updated > recorded.Updated || current.Updated >= DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        return (recording, fresh) switch
        {
            (true, true) => null,
            (false, true) => $"The text of {path} changed, and its date is set. Record it: {RecordCommand}",
            _ => $"The text of {path} changed, and it still says it was updated on {Day(current.Updated)}. Set Updated to today where its room lists it (…Pages.cs), then run: {RecordCommand}",
        };
    }

    private static async Task<SortedDictionary<string, PageText>> ReadAsync()
    {
        await using var site = Site.Open(FixedSettings);
        var texts = new SortedDictionary<string, PageText>(StringComparer.Ordinal);
        foreach (var listed in site.Services.GetRequiredService<PageCatalogue>().Pages)
        {
            var main = (await site.PageAsync(listed.Path)).QuerySelector("main")!;
            foreach (var part in main.QuerySelectorAll(NotTheText))
            {
                part.Remove();
            }

            var words = string.Concat(main.TextContent.Where(character => !char.IsWhiteSpace(character)));
            texts[listed.Path] = new PageText(listed.Updated, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words))));
        }

        return texts;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record PageText(DateOnly Updated, string Sha256);
}
