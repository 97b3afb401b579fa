using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Shell.Forms;

/// <summary>What the tags inside a field hand up to it.</summary>
internal sealed class FieldParts
{
    public IHtmlContent? Hint { get; set; }

    public IHtmlContent? Legend { get; set; }

    public static FieldParts Of(TagHelperContext context, string tag) =>
        context.Items.TryGetValue(typeof(FieldParts), out var parts)
            ? (FieldParts)parts
            : throw new InvalidOperationException($"<{tag}> must stand inside a field.");
}

/// <summary><c>&lt;field-hint&gt;</c> inside a field: a hint with markup.</summary>
[HtmlTargetElement("field-hint")]
public sealed class FieldHintTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        FieldParts.Of(context, "field-hint").Hint = await output.GetChildContentAsync();
        output.SuppressOutput();
    }
}

/// <summary><c>&lt;field-legend&gt;</c> inside a radio group: a legend with markup.</summary>
[HtmlTargetElement("field-legend")]
public sealed class FieldLegendTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        FieldParts.Of(context, "field-legend").Legend = await output.GetChildContentAsync();
        output.SuppressOutput();
    }
}
