using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ClinicSite.Shell.Pages;

/// <summary>Chooses the form of a page by RFC 9110, section 12.5.3.</summary>
/// <remarks>
/// A coding counts with the weight it is given, else with that of <c>*</c>, else not at all; plain text counts as the least
/// wanted acceptable form unless it is named or ruled out by <c>identity;q=0</c> or <c>*;q=0</c>. Of equal weights the
/// smallest form wins. What cannot be read as a list of codings says nothing, and the plain form answers it.
/// </remarks>
public static class AcceptEncoding
{
    // What browsers send; found without reading the list.
    private static readonly string[] OfBrowsers = ["gzip, deflate, br, zstd", "gzip, deflate, br"];

    /// <returns>Null when the request rules out every form there is.</returns>
    public static PageForm? Choose(BankedPage page, StringValues header)
    {
        if (page.Brotli is { } best && header.Count == 1 && Array.IndexOf(OfBrowsers, header.ToString()) >= 0)
        {
            return best;
        }

        if (StringValues.IsNullOrEmpty(header) || !StringWithQualityHeaderValue.TryParseStrictList(header, out var listed))
        {
            return page.Identity;
        }

        var (brotli, gzip, identity) = (Weight(listed, "br"), Weight(listed, "gzip", "x-gzip"), Weight(listed, "identity"));
        // The smallest weight above zero that can be written: acceptable, and after whatever is asked for.
        identity ??= 0.001;
        if (page.Brotli is not null && brotli > 0 && brotli >= (gzip ?? 0) && brotli >= identity)
        {
            return page.Brotli;
        }

        if (page.Gzip is not null && gzip > 0 && gzip >= identity)
        {
            return page.Gzip;
        }

        return identity > 0 ? page.Identity : null;
    }

    /// <returns>Null when the list says nothing of this coding.</returns>
    private static double? Weight(IList<StringWithQualityHeaderValue> listed, params ReadOnlySpan<string> names)
    {
        double? any = null;
        foreach (var coding in listed)
        {
            foreach (var name in names)
            {
                if (coding.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return coding.Quality ?? 1;
                }
            }

            any = coding.Value == "*" ? coding.Quality ?? 1 : any;
        }

        return any;
    }
}
