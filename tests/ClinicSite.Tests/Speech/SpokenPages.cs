using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClinicSite.Shell.Seo;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Speech;

/// <summary>One public page, its parsed HTML and what it says in words.</summary>
public sealed record SpokenPage(SitePage Listed, IHtmlDocument Html)
{
    public string Path => Listed.Path;

    public IElement Main { get; } = Html.QuerySelector("main")!;

    /// <summary>Every element of the page's body that holds words of its own, in the order of reading.</summary>
    public IReadOnlyList<Passage> Passages { get; } = Passage.In(Html.QuerySelector("main")!);
}

/// <summary>The words of one block element: a paragraph, a list item, a cell, a heading.</summary>
/// <param name="Element">Where it stands.</param>
/// <param name="Text">Without citation marks and without the blocks inside it.</param>
public sealed partial record Passage(IElement Element, string Text)
{
    private const string Blocks = "p,li,dt,dd,td,th,caption,figcaption,summary,h1,h2,h3,h4,legend,label,blockquote,address";

    /// <summary>Lists of sources, the register and the chrome are no speech of ours; hidden drawings have their table beside them.</summary>
    private const string Unspoken = ".sources, section[aria-labelledby=register], nav, .review, svg, [aria-hidden=true], form";

    public IEnumerable<string> Sentences => SentenceEnd().Split(Text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0);

    public bool IsProse => Element.LocalName is "p" or "li" or "dd" or "figcaption" && Element.Closest(".facts,.help,.eyebrow,.actions") is null;

    public static IReadOnlyList<Passage> In(IElement root) =>
        [.. root.QuerySelectorAll(Blocks)
            .Where(element => element.Closest(Unspoken) is null)
            .Select(element => new Passage(element, Space().Replace(OwnText(element), " ").Trim()))
            .Where(passage => passage.Text.Length > 0)];

    private static string OwnText(INode node) => string.Concat(node.ChildNodes.Select(child => child switch
    {
        IText text => text.Data,
        IElement element when element.Matches(Blocks) || element.Matches("sup, svg, script, ul, ol, dl, table, figure, details, [aria-hidden=true]") => " ",
        IElement element => OwnText(element),
        _ => "",
    }));

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    // A full stop ends a sentence when a capital, a digit or a quotation follows; "3.4" and "e.g. this" go on.
    [GeneratedRegex(@"(?<=[.!?][”’)]?)\s+(?=[“‘(]?[A-Z0-9])", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnd();
}

/// <summary>All public pages of one site with the shipped settings, fetched once.</summary>
public sealed class SpokenPages : IAsyncLifetime
{
    public Site Site { get; } = Site.Open();

    public IReadOnlyList<SpokenPage> All { get; private set; } = [];

    public SpokenPage At(string path) => All.Single(page => page.Path == path);

    public async ValueTask InitializeAsync()
    {
        var pages = new List<SpokenPage>();
        foreach (var listed in Site.Services.GetRequiredService<PageCatalogue>().Pages)
        {
            pages.Add(new SpokenPage(listed, await Site.PageAsync(listed.Path)));
        }

        All = pages;
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
