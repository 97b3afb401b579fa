using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Screening;

/// <summary>Names the key, the rule and an example for every screening setting that cannot be right.</summary>
public sealed class ScreeningOptionsValidator : IValidateOptions<ScreeningOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Minute = TimeSpan.FromMinutes(1), Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, ScreeningOptions options)
    {
        List<string?> problems =
        [
            Outside(nameof(options.QuarantineFrom), options.QuarantineFrom, 1, 1000, 60),
            Outside(nameof(options.InhumanlyFast), options.InhumanlyFast, TimeSpan.Zero, Minute, Second),
            Outside(nameof(options.Hasty), options.Hasty, options.InhumanlyFast, Minute, 3 * Second),
            Outside(nameof(options.TokenLifetime), options.TokenLifetime, Minute, 365 * Day, Day),
            Outside(nameof(options.ManyLinks), options.ManyLinks, 1, 1000, 3),
            Outside(nameof(options.SameTextFrom), options.SameTextFrom, 1, 4000, 20),
            Outside(nameof(options.OffTopicFrom), options.OffTopicFrom, 1, 4000, 15),
            Outside(nameof(options.CommerceWordsAllowed), options.CommerceWordsAllowed, 0, 1000, 1),
            Outside(nameof(options.CommerceWordsAllowedOnTopic), options.CommerceWordsAllowedOnTopic, 0, 1000, 3),
            Outside(nameof(options.SoftLimit), options.SoftLimit, 1, 1_000_000, 5),
            Outside(nameof(options.SoftWindow), options.SoftWindow, Second, Day, 10 * Minute),
            Outside(nameof(options.HardLimit), options.HardLimit, 1, 1_000_000, 30),
            Outside(nameof(options.HardWindow), options.HardWindow, Second, Day, 60 * Minute),
            Outside(nameof(options.SiteLimit), options.SiteLimit, 1, 1_000_000, 100),
            Outside(nameof(options.SiteWindow), options.SiteWindow, Second, Day, 60 * Minute),
            Outside(nameof(options.DailyRows), options.DailyRows, 1, 10_000_000, 5000),
            Outside(nameof(options.TrackedAddresses), options.TrackedAddresses, 100, 1_000_000, 20_000),
            .. options.Points.Select(PointsProblem),
            .. options.Phrases.Where(phrase => FoldedText.Of(phrase).Trim().Length < 3)
                .Select(phrase => $"{ScreeningOptions.Section}:Phrases has \"{phrase}\". Each entry must be a phrase of at least three letters, for example \"guest post*\"."),
        ];
        List<string> found = [.. problems.OfType<string>()];
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? PointsProblem(KeyValuePair<string, int> entry) =>
        !Signals.Defaults.ContainsKey(entry.Key)
            ? $"{ScreeningOptions.Section}:Points:{entry.Key} is no signal. It must be one of {string.Join(", ", Signals.Defaults.Keys)}."
            : Outside($"Points:{entry.Key}", entry.Value, 0, 100, Signals.Defaults[entry.Key]);

    private static string? Outside<T>(string key, T value, T least, T most, T example)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : $"{ScreeningOptions.Section}:{key} is {value}. It must be between {least} and {most}, for example {example}.";
}
