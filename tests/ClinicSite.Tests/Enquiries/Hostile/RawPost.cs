using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>Posts values that no browser would let through its own form, byte by byte.</summary>
internal static class RawPost
{
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly Uri Form = new("/consultation", UriKind.Relative);

    public static async Task<HttpResponseMessage> SendAsync(HttpClient visitor, IEnumerable<KeyValuePair<string, string>> fields) =>
        await SendAsync(visitor, string.Join('&', fields.Select(field => $"{field.Key}={Encode(field.Value)}")), "application/x-www-form-urlencoded");

    public static async Task<HttpResponseMessage> SendAsync(HttpClient visitor, string body, string type)
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await visitor.PostAsync(Form, content, TestContext.Current.CancellationToken);
    }

    /// <summary>Every byte in its percent form; half a pair as the three bytes that it would be, were it a character.</summary>
    public static string Encode(string text) => string.Concat(Bytes(text).Select(part => string.Create(CultureInfo.InvariantCulture, $"%{part:X2}")));

    /// <summary>
    /// What the program can make of it: no U+0000, and bytes that are no UTF-8 stay as they were written, as
    /// <c>%ED%A0%80</c>.
    /// </summary>
    public static string Arrives(string text) =>
        // Halves that only a U+0000 kept apart were sent as halves, and stay it.
        string.Concat(Pieces(text).Where(part => part != "\0").Select(part => IsHalf(part) ? Encode(part) : part));

    /// <summary>
    /// As a browser reads it from the page: the framework writes control characters as references, and HTML takes those of
    /// U+0080 to U+009F for what Windows-1252 has there.
    /// </summary>
    public static string ComesBack(string text) =>
        string.Concat(Arrives(text).Select(letter => letter is >= '\u0080' and <= '\u009f' ? Windows.GetString([(byte)letter]) : letter.ToString()));

    private static bool IsHalf(string part) => part.Length == 1 && char.IsSurrogate(part[0]);

    /// <summary>Whole characters, and halves of pairs by themselves.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            yield return at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? text.Substring(at++, 2) : text[at].ToString();
        }
    }

    private static IEnumerable<byte> Bytes(string text)
    {
        foreach (var part in Pieces(text))
        {
            if (IsHalf(part))
            {
                yield return (byte)(0xE0 | (part[0] >> 12));
                yield return (byte)(0x80 | ((part[0] >> 6) & 0x3F));
                yield return (byte)(0x80 | (part[0] & 0x3F));
                continue;
            }

            foreach (var single in Encoding.UTF8.GetBytes(part))
            {
                yield return single;
            }
        }
    }
}
