namespace ClinicSite.Shell.Pages;

/// <summary>How pages go out, section <c>Pages</c>.</summary>
public sealed class PageOptions
{
    public const string Section = "Pages";

    /// <summary>
    /// True where somebody writes views: each visit renders the page anew, and the bank only checks that all pages can be
    /// rendered. Elsewhere the finished pages are sent.
    /// </summary>
    public bool AlwaysFresh { get; init; }

    /// <summary>Where finished pages wait for the next start. Set by the room that knows the data folder.</summary>
    public string KeptFile { get; internal set; } = "";
}
