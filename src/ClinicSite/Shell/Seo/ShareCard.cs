using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.FileProviders;

namespace ClinicSite.Shell.Seo;

/// <summary>The picture that a shared link shows: the page's own where one was made, else the home page's.</summary>
public static class ShareCard
{
    private const string Home = "home";

    /// <param name="page">The page that is shared.</param>
    /// <param name="files">The site's own files.</param>
    /// <param name="assets">Their fingerprints, as the page's endpoint knows them: sites that show a link keep its picture by address.</param>
    /// <returns>A path on this site, such as <c>/cards/treatments-microneedling.jtce3k9iqk.png</c>.</returns>
    public static string Of(SitePage page, IFileProvider files, ResourceAssetCollection? assets)
    {
        var own = Path(page.Path == "/" ? Home : page.Path[1..].Replace('/', '-'));
        var card = files.GetFileInfo(own).Exists ? own : Path(Home);
        return $"/{assets?[card] ?? card}";
    }

    private static string Path(string name) => $"cards/{name}.png";
}
