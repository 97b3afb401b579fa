using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClinicSite.Shell.Layout;

/// <summary><c>&lt;day date="@page.Updated" /&gt;</c>: a day as a <c>time</c> element, in words and for machines.</summary>
[HtmlTargetElement("day", Attributes = "date", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DayTagHelper : TagHelper
{
    public DateOnly Date { get; set; }

    /// <summary>Whether the day of the week is said before it.</summary>
    public bool Weekday { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", Date.Iso());
        output.Content.SetContent(Weekday ? Date.WithWeekday() : Date.InWords());
    }
}
