using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Shell.Forms;

/// <summary>A field with one box to type in. Its label is the attribute, or with markup the tag's content.</summary>
public abstract class TypedFieldTagHelper(FieldsOnPage fields) : FieldTagHelper(fields)
{
    public string? Label { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        var label = new TagBuilder("label");
        label.Attributes["for"] = ControlId;
        label.InnerHtml.SetHtmlContent(WithOptional(Label is null ? content : new StringHtmlContent(Label)));

        var control = Control(output.Attributes);
        BeginBlock(output, "div");
        output.Content.AppendHtml(label).AppendHtml("\n");
        AppendHint(output);
        AppendError(output);
        output.Content.AppendHtml(control).AppendHtml("\n");
    }

    protected abstract TagBuilder Control(TagHelperAttributeList attributes);
}

/// <summary><c>&lt;text-field for="Email" label="Email" type="email" autocomplete="email" width="30" /&gt;</c></summary>
[HtmlTargetElement("text-field", Attributes = "for")]
public sealed class TextFieldTagHelper(FieldsOnPage fields) : TypedFieldTagHelper(fields)
{
    /// <summary>In characters; a hint at the length of the answer. As wide as the form when not given.</summary>
    public int? Width { get; set; }

    protected override TagBuilder Control(TagHelperAttributeList attributes)
    {
        var input = Input(attributes);
        input.MergeAttribute("type", "text");
        input.Attributes["value"] = Value;
        Set(input, "size", Width?.ToString(CultureInfo.InvariantCulture));
        return input;
    }
}

/// <summary><c>&lt;text-area for="Message" label="Your message" rows="6" optional="true" /&gt;</c></summary>
[HtmlTargetElement("text-area", Attributes = "for")]
public sealed class TextAreaTagHelper(FieldsOnPage fields) : TypedFieldTagHelper(fields)
{
    public int Rows { get; set; } = 6;

    protected override TagBuilder Control(TagHelperAttributeList attributes)
    {
        var area = Input(attributes, "textarea");
        area.Attributes["rows"] = Rows.ToString(CultureInfo.InvariantCulture);
        // A browser drops the first line break of a textarea; without this one a visitor's own would be lost.
        area.InnerHtml.AppendHtml("\n").Append(Value ?? "");
        return area;
    }
}
