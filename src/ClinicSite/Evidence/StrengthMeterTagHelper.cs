using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Evidence;

/// <summary>
/// <c>&lt;strength-meter of="moderate" /&gt;</c>: how sure the evidence makes us, in words beside a meter of four steps.
/// The words carry the meaning; the meter only helps the eye.
/// </summary>
[HtmlTargetElement("strength-meter", Attributes = "of", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StrengthMeterTagHelper : TagHelper
{
    /// <summary>A <see cref="Strength"/>, written as in the register: <c>very-limited</c>, <c>limited</c>, <c>moderate</c> or <c>strong</c>.</summary>
    public string Of { get; set; } = "";

    /// <exception cref="InvalidOperationException">It is none of the four.</exception>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!Enum.TryParse<Strength>(Of.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var strength))
        {
            throw new InvalidOperationException($"\"{Of}\" is no strength of evidence: write very-limited, limited, moderate or strong.");
        }

        var words = strength == Strength.VeryLimited ? "Very limited" : strength.ToString();
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "strength");
        output.Content.SetHtmlContent($"<span class=\"meter\" data-dots=\"{(int)strength}\" aria-hidden=\"true\"></span>{words}");
    }
}
