using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Browsing;

public enum Theme
{
    Light,
    Dark,

    /// <summary>A Windows contrast theme: the visitor's own few colours in place of the page's.</summary>
    ForcedColours,
}

/// <summary>What the browser is told to play each theme.</summary>
public static class ThemeMedia
{
    public static ColorScheme Scheme(this Theme theme) => theme == Theme.Dark ? ColorScheme.Dark : ColorScheme.Light;

    public static ForcedColors Forced(this Theme theme) => theme == Theme.ForcedColours ? ForcedColors.Active : ForcedColors.None;
}
