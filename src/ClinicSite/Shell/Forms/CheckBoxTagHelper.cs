using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Shell.Forms;

/// <summary>
/// <c>&lt;check-box for="Consent" label="…" /&gt;</c>: one box that posts "true" when ticked and nothing when not. With
/// markup, the label is the tag's content.
/// </summary>
[HtmlTargetElement("check-box", Attributes = "for")]
public sealed class CheckBoxTagHelper(FieldsOnPage fields) : FieldTagHelper(fields)
{
    private const string Ticked = "true";

    public string? Label { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var input = Input(output.Attributes);
        input.Attributes["type"] = "checkbox";
        input.Attributes["value"] = Ticked;
        if (string.Equals(Value, Ticked, StringComparison.OrdinalIgnoreCase))
        {
            input.Attributes["checked"] = "";
        }

        var label = new TagBuilder("label");
        label.Attributes["for"] = ControlId;
        label.InnerHtml.SetHtmlContent(WithOptional(Label is null ? content : new StringHtmlContent(Label)));

        BeginBlock(output, "div");
        AppendError(output);
        output.Content.AppendHtml("<div class=\"choice\">").AppendHtml(input).AppendHtml(label);
        // Beside the box a hint belongs under the words it explains.
        AppendHint(output);
        output.Content.AppendHtml("</div>\n");
    }
}
