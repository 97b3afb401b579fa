using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Shell.Forms;

/// <summary>
/// What all fields share: a name, an id, a hint and the first error of their property, always in the order label, hint,
/// error, control.
/// </summary>
/// <remarks>
/// The framework's own helpers do not serve here: they link no error to its control, describe no control by its hint,
/// and write attributes for a script that this site does not have. There is no <c>required</c>, <c>pattern</c> or
/// <c>maxlength</c> on purpose: the browser's own messages cannot be styled or relied on, and a cut text is lost text.
/// Attributes that are not named here go to the control unchanged.
/// </remarks>
public abstract class FieldTagHelper(FieldsOnPage fields) : TagHelper
{
    private readonly FieldParts _parts = new();

    /// <summary>The property: its name is the form value's name.</summary>
    [HtmlAttributeName("for")]
    public ModelExpression For { get; set; } = null!;

    /// <summary>The control's id; the property's name in kebab case when not given.</summary>
    public string? Id { get; set; }

    /// <summary>Plain text; a hint with markup stands in a <c>&lt;field-hint&gt;</c> inside the field.</summary>
    public string? Hint { get; set; }

    /// <summary>Says "(optional)" after the label; fields that are needed say nothing.</summary>
    public bool Optional { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    protected string Name => For.Name;

    protected string ControlId => Id ?? FieldsOnPage.IdOf(Name);

    protected bool Failing => Error is not null;

    protected IHtmlContent? HintContent => Hint is null ? _parts.Hint : new StringHtmlContent(Hint);

    protected IHtmlContent? LegendContent => _parts.Legend;

    /// <summary>As it was typed, however wrong; before anything was typed, as the model has it.</summary>
    protected string? Value =>
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.AttemptedValue is not null
            ? entry.AttemptedValue
            : Convert.ToString(For.Model, CultureInfo.InvariantCulture);

    private string? Error =>
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.Errors.Count > 0
            ? entry.Errors[0].ErrorMessage
            : null;

    private string HintId => $"{ControlId}-hint";

    private string ErrorId => $"{ControlId}-error";

    public override void Init(TagHelperContext context)
    {
        context.Items[typeof(FieldParts)] = _parts;
        fields.Add(new FormField(Name, ControlId));
    }

    /// <summary>The value of <c>aria-describedby</c>, or null when there is neither hint nor error.</summary>
    protected string? DescribedBy()
    {
        string?[] ids = [HintContent is null ? null : HintId, Failing ? ErrorId : null];
        var described = string.Join(' ', ids.OfType<string>());
        return described.Length == 0 ? null : described;
    }

    protected TagBuilder Input(TagHelperAttributeList attributes, string element = "input")
    {
        var control = new TagBuilder(element) { TagRenderMode = element == "input" ? TagRenderMode.StartTag : TagRenderMode.Normal };
        foreach (var attribute in attributes)
        {
            control.Attributes[attribute.Name] = attribute.Value?.ToString();
        }

        control.Attributes["id"] = ControlId;
        control.Attributes["name"] = Name;
        Set(control, "aria-describedby", DescribedBy());
        Set(control, "aria-invalid", Failing ? "true" : null);
        return control;
    }

    protected static void Set(TagBuilder tag, string attribute, string? value)
    {
        if (value is not null)
        {
            tag.Attributes[attribute] = value;
        }
    }

    /// <summary>Makes the tag itself the field's block, emptied of the attributes that went to the control.</summary>
    protected void BeginBlock(TagHelperOutput output, string element)
    {
        output.TagName = element;
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", Failing ? "field failing" : "field");
        output.Content.SetHtmlContent("\n");
    }

    protected void AppendHint(TagHelperOutput output)
    {
        if (HintContent is { } hint)
        {
            output.Content.AppendHtml($"<div class=\"hint\" id=\"{HintId}\">").AppendHtml(hint).AppendHtml("</div>\n");
        }
    }

    protected void AppendError(TagHelperOutput output)
    {
        if (Error is { } error)
        {
            output.Content.AppendHtml($"<p class=\"error\" id=\"{ErrorId}\"><span class=\"vh\">Error: </span>").Append(error).AppendHtml("</p>\n");
        }
    }

    protected IHtmlContent WithOptional(IHtmlContent label) =>
        Optional ? new HtmlContentBuilder().AppendHtml(label).AppendHtml(" <span class=\"optional\">(optional)</span>") : label;
}
