using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Shell.Forms;

/// <summary>
/// <c>&lt;radio-group for="ReachBy" legend="How shall we reach you?"&gt;</c> around its <c>&lt;radio-option&gt;</c> tags.
/// The first option's id is the field's own, so that the error summary leads to it.
/// </summary>
[HtmlTargetElement("radio-group", Attributes = "for")]
public sealed class RadioGroupTagHelper(FieldsOnPage fields) : FieldTagHelper(fields)
{
    public string? Legend { get; set; }

    public override void Init(TagHelperContext context)
    {
        base.Init(context);
        context.Items[typeof(RadioOptions)] = new RadioOptions(Name, ControlId, Value);
    }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var options = await output.GetChildContentAsync();
        BeginBlock(output, "fieldset");
        // The error is told by the description: a single radio button, and a group, cannot be "invalid" in ARIA 1.2.
        if (DescribedBy() is { } described)
        {
            output.Attributes.SetAttribute("aria-describedby", described);
        }

        var legend = new TagBuilder("legend");
        legend.InnerHtml.SetHtmlContent(WithOptional(Legend is null ? LegendContent ?? HtmlString.Empty : new StringHtmlContent(Legend)));
        output.Content.AppendHtml(legend).AppendHtml("\n");
        AppendHint(output);
        AppendError(output);
        output.Content.AppendHtml("<div class=\"choices\">").AppendHtml(options).AppendHtml("</div>\n");
    }
}

/// <summary><c>&lt;radio-option value="email" label="By email" /&gt;</c>; with markup, the label is the tag's content.</summary>
[HtmlTargetElement("radio-option", ParentTag = "radio-group")]
public sealed class RadioOptionTagHelper : TagHelper
{
    public string Value { get; set; } = "";

    public string? Label { get; set; }

    public string? Hint { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var group = (RadioOptions)context.Items[typeof(RadioOptions)];
        var content = await output.GetChildContentAsync();
        var id = group.NextId(Value);
        var hintId = Hint is null ? null : $"{group.Id}-{Value}-hint";

        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.StartTag };
        input.Attributes["type"] = "radio";
        input.Attributes["id"] = id;
        input.Attributes["name"] = group.Name;
        input.Attributes["value"] = Value;
        if (hintId is not null)
        {
            input.Attributes["aria-describedby"] = hintId;
        }

        if (string.Equals(Value, group.Chosen, StringComparison.OrdinalIgnoreCase))
        {
            input.Attributes["checked"] = "";
        }

        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.InnerHtml.SetHtmlContent(Label is null ? content : new StringHtmlContent(Label));

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "choice");
        output.Content.SetHtmlContent(input).AppendHtml(label);
        if (hintId is not null)
        {
            output.Content.AppendHtml($"<div class=\"hint\" id=\"{hintId}\">").Append(Hint).AppendHtml("</div>");
        }
    }
}

/// <summary>What the options of one group need to know of it.</summary>
internal sealed class RadioOptions(string name, string id, string? chosen)
{
    private bool _started;

    public string Name { get; } = name;

    public string Id { get; } = id;

    public string? Chosen { get; } = chosen;

    public string NextId(string value)
    {
        var first = !_started;
        _started = true;
        return first ? Id : $"{Id}-{value}";
    }
}
