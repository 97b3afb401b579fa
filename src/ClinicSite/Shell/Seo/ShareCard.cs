using Microsoft.Extensions.FileProviders;

namespace ClinicSite.Shell.Seo;

/// <summary>The picture that a shared link shows: the page's own where one was made, else the home page's.</summary>
public static class ShareCard
{
    private const string Home = "home";

    /// <returns>A path on this site, such as <c>/cards/treatments-microneedling.png</c>.</returns>
    public static string Of(SitePage page, IFileProvider files)
    {
        var own = Path(page.Path == "/" ? Home : page.Path[1..].Replace('/', '-'));
        return files.GetFileInfo(own).Exists ? own : Path(Home);
    }

    private static string Path(string name) => $"/cards/{name}.png";
}
