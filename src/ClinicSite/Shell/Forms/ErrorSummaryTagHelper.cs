using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Shell.Forms;

/// <summary>
/// <c>&lt;error-summary /&gt;</c> at the top of the page, before the h1: every error, linked to its field, in the order of
/// the fields. Nothing when there is no error. It takes the focus without a script, so a screen reader starts here.
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper(FieldsOnPage fields) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.ViewData.ModelState.IsValid)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "errors");
        output.Attributes.SetAttribute("id", "errors");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.Add(new TagHelperAttribute("autofocus", null, HtmlAttributeValueStyle.Minimized));
        output.Attributes.SetAttribute("role", "group");
        output.Attributes.SetAttribute("aria-labelledby", "errors-title");
        output.Content.SetHtmlContent(new Errors(ViewContext.ViewData.ModelState, fields));
    }

    /// <summary>
    /// Razor keeps content as objects and writes them when the page is complete; this one therefore finds every field
    /// entered, though all of them stand below it.
    /// </summary>
    private sealed class Errors(ModelStateDictionary modelState, FieldsOnPage fields) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            writer.Write("\n<h2 id=\"errors-title\">There is a problem</h2>\n<ul>\n");
            foreach (var field in fields.All)
            {
                if (modelState.TryGetValue(field.Name, out var entry) && entry.Errors.Count > 0)
                {
                    writer.Write($"<li><a href=\"#{field.Id}\">{encoder.Encode(entry.Errors[0].ErrorMessage)}</a></li>\n");
                }
            }

            var known = fields.All.Select(field => field.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var error in modelState.Where(entry => !known.Contains(entry.Key)).SelectMany(entry => entry.Value?.Errors ?? []))
            {
                writer.Write($"<li>{encoder.Encode(error.ErrorMessage)}</li>\n");
            }

            writer.Write("</ul>\n");
        }
    }
}
