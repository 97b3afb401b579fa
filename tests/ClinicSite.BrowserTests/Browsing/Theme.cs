namespace ClinicSite.BrowserTests.Browsing;

public enum Theme
{
    Light,
    Dark,

    /// <summary>A Windows contrast theme: the visitor's own few colours in place of the page's.</summary>
    ForcedColours,
}
