using System.Text.RegularExpressions;
using ClinicSite.Shell.Security;

namespace ClinicSite.Enquiries.Screening;

/// <summary>One post as the signals look at it: how it came and what it says.</summary>
public sealed partial class Posted
{
    public Posted(EnquiryForm form, EnquiryDetails details, TimeSpan? age, HttpRequest request)
    {
        HasHoneypot = !string.IsNullOrEmpty(form.Website);
        Age = age;
        HasBrowserHeaders = !request.HttpContext.HasUnknownOrigin() && request.Headers.AcceptLanguage.Count > 0;
        Name = details.FullName;
        BestTime = details.BestTime ?? "";
        Message = details.Message ?? "";
        FoldedName = Screening.FoldedText.Of(Name);
        FoldedBestTime = Screening.FoldedText.Of(BestTime);
        FoldedMessage = Screening.FoldedText.Of(Message);
        FoldedText = FoldedBestTime + FoldedMessage;
        Links = Link().Count($"{Name} {BestTime} {Message}");
        HasLinkInOneLine = Link().IsMatch($"{Name} {BestTime}");
        HasLinkToFile = FileLink().IsMatch($"{Name} {BestTime} {Message}");
        HasMarkup = Markup().IsMatch($"{Name}\n{BestTime}\n{Message}");
    }

    public bool HasHoneypot { get; }

    /// <summary>Since its form was opened; null without a token of ours.</summary>
    public TimeSpan? Age { get; }

    public bool HasBrowserHeaders { get; }

    public string Name { get; }

    public string BestTime { get; }

    public string Message { get; }

    public string FoldedName { get; }

    public string FoldedBestTime { get; }

    public string FoldedMessage { get; }

    /// <summary>Everything that was typed but the name.</summary>
    public string FoldedText { get; }

    public int Links { get; }

    /// <summary>A link where a name or a time belongs.</summary>
    public bool HasLinkInOneLine { get; }

    /// <summary>To something that is opened or run.</summary>
    public bool HasLinkToFile { get; }

    public bool HasMarkup { get; }

    [GeneratedRegex(@"https?://|www\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:https?://|www\.)\S{1,200}\.(?:zip|rar|7z|exe|apk|iso|scr|js|docm?|xlsm?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FileLink();

    // A tag, a forum's tag, a template, a climb out of a folder, a quote for a database.
    [GeneratedRegex(@"<\s{0,3}/?\s{0,3}[a-z][^<>]{0,200}>|\[/?(?:url|link|img|b|i)\b|\{\{|\$\{|<%|\.\./\.\./|'\s{0,3}or\s{0,3}'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Markup();
}
