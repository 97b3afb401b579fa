using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ClinicSite.Email;

/// <summary>
/// The HTML of a <see cref="MailDocument"/>: plain elements that read well when a mail program drops the styles,
/// nothing fetched from anywhere, both colour schemes. Values are isolated (<c>dir="auto"</c>), so a name in Arabic
/// does not reorder what stands beside it.
/// </summary>
internal static class MailHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(MailDocument document)
    {
        var html = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
            <title>{Encode(document.Title)}</title>
            <style>
            {MailStyles.Light}
            </style>
            <style>
            {MailStyles.Dark}
            </style>
            </head>
            <body>
            <div class="sheet">
            <h1>{Encode(document.Title)}</h1>

            """);
        html.AppendJoin("", document.Blocks.Select(Block)).Append("</div>\n");
        if (document.FooterLines.Count > 0)
        {
            html.Append("<div class=\"foot\">\n<p>").Append(Lines(document.FooterLines)).Append("</p>\n</div>\n");
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static string Block(MailBlock block) => block switch
    {
        HeadingBlock heading => $"<h2>{Encode(heading.Text)}</h2>\n",
        ParagraphBlock paragraph => $"<p>{Encode(paragraph.Text)}</p>\n",
        NoticeBlock notice => $"<p class=\"notice\"><strong>{Encode(notice.Text)}</strong></p>\n",
        RowsBlock rows => $"""
            <table class="rows" cellpadding="0" cellspacing="0" border="0" width="100%">
            {string.Concat(rows.Rows.Select(Row))}</table>

            """,
        QuoteBlock quote => $"""
            <h2>{Encode(quote.Label)}</h2>
            <blockquote dir="auto">{Lines(quote.Lines)}</blockquote>

            """,
        ButtonBlock button => MailRow.Linkable(button.Address) is { } address
            ? $"<p class=\"action\"><a class=\"button\" href=\"{Encode(address)}\">{Encode(button.Text)}</a></p>\n"
            : $"<p>{Encode(button.Text)}: {Encode(button.Address)}</p>\n",
        _ => throw new NotSupportedException($"A {block.GetType().Name} has no HTML."),
    };

    private static string Row(MailRow row) => $"<tr>\n{Label(row)}\n<td valign=\"top\">{Value(row)}</td>\n</tr>\n";

    /// <summary>A heading without words would be read out as one.</summary>
    private static string Label(MailRow row) =>
        row.Label.Length == 0 ? "<td></td>" : $"<th scope=\"row\" align=\"left\" valign=\"top\">{Encode(row.Label)}</th>";

    private static string Value(MailRow row) => row.Link is null
        ? $"<span dir=\"auto\">{Encode(row.Value)}</span>"
        : $"<a href=\"{Encode(row.Link)}\" dir=\"auto\">{Encode(row.Value)}</a>";

    private static string Lines(IEnumerable<string> lines) => string.Join("<br>\n", lines.Select(Encode));

    private static string Encode(string text) => Encoder.Encode(text);
}
