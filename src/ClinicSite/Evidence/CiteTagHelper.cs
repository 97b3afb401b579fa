using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Evidence;

/// <summary>
/// <c>&lt;cite-claim id="helps-pitted-scars" /&gt;</c> after a sentence: the numbers of its sources, linked to the list at
/// the foot of the page. Several claims may stand in one, separated by spaces. The stylesheet puts "Source" before each
/// number, for the ear alone. Care advice gets a dagger that leads to the note which says what it is.
/// </summary>
[HtmlTargetElement("cite-claim", Attributes = "id", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CiteTagHelper(Citations citations, EvidenceRegister register) : TagHelper
{
    /// <summary>One or more claim ids, separated by spaces.</summary>
    public string Id { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var ids = Id.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var numbers = ids.SelectMany(citations.Cite).Distinct().Order().ToList();
        output.TagName = "sup";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "cite");
        foreach (var number in numbers)
        {
            output.Content.AppendHtml($"<a href=\"#source-{number}\">{number}</a>");
        }

        if (ids.Any(id => register.Claim(id).Kind == ClaimKind.Care))
        {
            output.Content.AppendHtml("<a href=\"#care-advice\"><span class=\"vh\">General care advice, awaiting clinician </span>†</a>");
        }
    }
}
