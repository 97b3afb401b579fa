using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Shell;

/// <summary>
/// Weighs what a first visit to a page fetches: the HTML as the site compresses it for a browser, the CSS in Brotli 11 as it
/// is published, the page's headers as HTTP/1.1 writes them. Over HTTP/2 those shrink by about as much as the stylesheet's
/// headers add.
/// </summary>
internal sealed partial class PageScale(Site site)
{
    /// <summary>What a server may send on a new connection before it waits for an answer: ten packets.</summary>
    public const int FirstFlight = 10 * 1460;

    /// <summary>Headers that only a published site has, where a page does not have them here.</summary>
    private static readonly (string Name, string Value)[] Published =
    [
        ("Strict-Transport-Security", "max-age=31536000"),
    ];

    private readonly Dictionary<string, int> _assets = new(StringComparer.Ordinal);

    public async Task<FirstVisit> WeighAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br, zstd");
        using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        var compressed = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var html = Decompress(compressed);
        var page = await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);
        var headers = HeadersOf(answer);
        var sheets = page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!).ToList();
        var css = 0;
        foreach (var sheet in sheets)
        {
            css += await AssetAsync(sheet, isText: true);
        }

        var others = await OthersAsync(page, sheets);
        var whole = headers + compressed.Length + css;
        foreach (var other in others)
        {
            whole += await AssetAsync(other, isText: false);
        }

        return new FirstVisit(path, headers, compressed.Length, css)
        {
            Requests = 1 + sheets.Count + others.Count,
            // Every answer brings headers of about the same size.
            Whole = whole + (headers * (sheets.Count + others.Count)),
            Scripts = page.QuerySelectorAll("script:not([type='application/ld+json']), link[as=script], link[rel=modulepreload]").Length,
            OpensInFirstFlight = Decompressed(compressed.AsSpan(0, Math.Clamp(FirstFlight - headers - css, 0, compressed.Length))) >= EndOfOpening(page, html),
        };
    }

    /// <summary>The faces of the stylesheets, one icon, and the pictures that do not wait until they come into view.</summary>
    private async Task<IReadOnlyCollection<string>> OthersAsync(IHtmlDocument page, IEnumerable<string> sheets)
    {
        var others = page.QuerySelectorAll("link[rel=preload], img:not([loading=lazy])").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).ToHashSet(StringComparer.Ordinal);
        others.Add(page.QuerySelector("link[rel=icon][type='image/svg+xml']")!.GetAttribute("href")!);
        foreach (var sheet in sheets)
        {
            var css = await site.Http.GetStringAsync(new Uri(sheet, UriKind.Relative), TestContext.Current.CancellationToken);
            others.UnionWith(Address().Matches(css).Select(match => $"/{match.Groups["path"].Value}"));
        }

        return others;
    }

    private async Task<int> AssetAsync(string address, bool isText)
    {
        if (!_assets.TryGetValue(address, out var bytes))
        {
            var content = await site.Http.GetByteArrayAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            bytes = _assets[address] = isText ? Compress(content).Length : content.Length;
        }

        return bytes;
    }

    private static int HeadersOf(HttpResponseMessage answer)
    {
        var here = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Transfer-Encoding")
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Published)
        {
            here.TryAdd(name, value);
        }

        return "HTTP/1.1 200 OK\r\n\r\n".Length + "; upgrade-insecure-requests".Length + here.Sum(header => $"{header.Key}: {header.Value}\r\n".Length);
    }

    private static byte[] Compress(byte[] content)
    {
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        Assert.True(BrotliEncoder.TryCompress(content, compressed, out var length, quality: 11, window: 22));
        return compressed[..length];
    }

    private static string Decompress(byte[] compressed)
    {
        using var unpacking = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacking, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>How many bytes of the page a browser has read when only the beginning of the stream is there.</summary>
    private static int Decompressed(ReadOnlySpan<byte> beginning)
    {
        var decoder = default(BrotliDecoder);
        try
        {
            var status = decoder.Decompress(beginning, new byte[1 << 20], out _, out var written);
            Assert.NotEqual(OperationStatus.InvalidData, status);
            return written;
        }
        finally
        {
            decoder.Dispose();
        }
    }

    private static int EndOfOpening(IHtmlDocument page, string html)
    {
        var end = html.IndexOf("</h1>", StringComparison.Ordinal);
        if (html.IndexOf("class=\"lede\"", StringComparison.Ordinal) is var lede and >= 0)
        {
            end = Math.Max(end, html.IndexOf("</p>", lede, StringComparison.Ordinal));
        }

        if (page.QuerySelector(".hero svg") is not null)
        {
            end = Math.Max(end, html.IndexOf("</svg>", html.IndexOf("class=\"hero\"", StringComparison.Ordinal), StringComparison.Ordinal));
        }

        return Encoding.UTF8.GetByteCount(html.AsSpan(0, end));
    }

    [GeneratedRegex("url\\((?<path>[^)]+)\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}

internal sealed record FirstVisit(string Path, int Headers, int Html, int Css)
{
    public int Critical => Headers + Html + Css;

    public required int Requests { get; init; }

    public required int Whole { get; init; }

    public required int Scripts { get; init; }

    public required bool OpensInFirstFlight { get; init; }
}
