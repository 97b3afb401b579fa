using System.Text;

namespace ClinicSite.Email;

/// <summary>
/// The plain text of a <see cref="MailDocument"/>. A stranger's own lines begin with "&gt; ", so none of them can pass
/// for one of ours. Nothing is underlined: a screen reader would read out every sign.
/// </summary>
internal static class MailText
{
    public static string Render(MailDocument document)
    {
        var text = new StringBuilder();
        text.Append(document.Title).Append('\n');
        foreach (var block in document.Blocks)
        {
            text.Append('\n');
            Append(text, block);
        }

        if (document.FooterLines.Count > 0)
        {
            // The sign that mail programs know as the beginning of a signature.
            text.Append("\n-- \n");
            foreach (var line in document.FooterLines)
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, MailBlock block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                text.Append(heading.Text).Append('\n');
                break;
            case ParagraphBlock paragraph:
                text.Append(paragraph.Text).Append('\n');
                break;
            case NoticeBlock notice:
                text.Append("! ").Append(notice.Text).Append('\n');
                break;
            case RowsBlock rows:
                foreach (var row in rows.Rows)
                {
                    // A link ends its line: what stood behind it would be copied with it.
                    var link = row.Link?.StartsWith("http", StringComparison.Ordinal) == true && row.Link != row.Value ? row.Link : "";
                    text.AppendJoin(": ", new[] { row.Label, row.Value, link }.Where(part => part.Length > 0)).Append('\n');
                }

                break;
            case QuoteBlock quote:
                text.Append(quote.Label).Append(":\n");
                foreach (var line in quote.Lines)
                {
                    text.Append(line.Length == 0 ? ">" : "> ").Append(line).Append('\n');
                }

                break;
            case ButtonBlock button:
                text.Append(button.Text).Append(": ").Append(button.Address).Append('\n');
                break;
            default:
                throw new NotSupportedException($"A {block.GetType().Name} has no plain text.");
        }
    }
}
