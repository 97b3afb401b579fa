using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Evidence;

/// <summary><c>&lt;cited-sources /&gt;</c> at the foot of a page: everything it cites above, numbered, with links and dates.</summary>
[HtmlTargetElement("cited-sources", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SourcesTagHelper(Citations citations, HtmlEncoder encoder) : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "sources");
        output.Attributes.SetAttribute("aria-labelledby", "sources");
        output.Content.AppendHtml("<h2 id=\"sources\">Sources</h2>");
        output.Content.AppendHtml("<ol>");
        for (var index = 0; index < citations.Sources.Count; index++)
        {
            output.Content.AppendHtml($"<li id=\"source-{index + 1}\">{Entry(citations.Sources[index])}</li>");
        }

        output.Content.AppendHtml("</ol>");
        if (citations.HasCareAdvice)
        {
            output.Content.AppendHtml("<p id=\"care-advice\">† General care advice, awaiting clinician: everyday advice that is common practice and has no study behind it that we could cite.</p>");
        }

        if (citations.Claims.Count > 0)
        {
            var oldest = citations.Claims.Min(claim => claim.Checked);
            output.Content.AppendHtml($"<p class=\"small\">Statements on this page were last checked against their sources on <time datetime=\"{Iso(oldest)}\">{Words(oldest)}</time> or later.</p>");
        }
    }

    private string Entry(Source source)
    {
        var text = encoder.Encode(source.Text);
        var linked = source.Link is null ? text : $"<a href=\"{encoder.Encode(source.Link)}\">{text}</a>";
        var awaiting = source.Read == SourceReading.Copy ? " <em>Read in a copy; awaiting a check against the original.</em>" : "";
        return linked + (source.Published is { } published ? $" {encoder.Encode(published)}." : "") + awaiting;
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Words(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"));
}
