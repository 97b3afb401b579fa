namespace ClinicSite.Email;

/// <summary>
/// What a message says, without its form: <see cref="ToText"/> and <see cref="ToHtml"/> give the same words in the same
/// order. Every string may come from a stranger: it is cleaned (see <see cref="SafeText"/>) and encoded here, and a link
/// goes to a telephone, a mailbox or an https address or it stays plain text.
/// </summary>
public sealed class MailDocument(string title)
{
    private readonly List<MailBlock> _blocks = [];
    private readonly List<string> _footer = [];

    public string Title { get; } = SafeText.Line(title);

    internal IReadOnlyList<MailBlock> Blocks => _blocks;

    internal IReadOnlyList<string> FooterLines => _footer;

    public MailDocument Heading(string text) => Add(new HeadingBlock(SafeText.Line(text)));

    public MailDocument Paragraph(string text) => Add(new ParagraphBlock(SafeText.Line(text)));

    /// <summary>What must be read before anything else is done, such as a wish for discretion.</summary>
    public MailDocument Notice(string text) => Add(new NoticeBlock(SafeText.Line(text)));

    /// <summary>Labels with their values; rows without a value are left out, and rows that follow rows join them.</summary>
    public MailDocument Rows(params IEnumerable<MailRow?> rows)
    {
        MailRow[] filled = [.. rows.OfType<MailRow>().Where(row => row.Value.Length > 0)];
        if (filled.Length > 0 && _blocks.LastOrDefault() is RowsBlock above)
        {
            _blocks[^1] = new RowsBlock([.. above.Rows, .. filled]);
            return this;
        }

        return filled.Length == 0 ? this : Add(new RowsBlock(filled));
    }

    /// <summary>Somebody's own words, line by line.</summary>
    public MailDocument Quote(string label, string text)
    {
        var lines = SafeText.Lines(text);
        return lines.Length == 0 ? this : Add(new QuoteBlock(SafeText.Line(label), lines.Split('\n')));
    }

    /// <summary>A link that looks like a button; <paramref name="address"/> is https (http on this machine).</summary>
    public MailDocument Button(string text, string address) => Add(new ButtonBlock(SafeText.Line(text), SafeText.Line(address)));

    public MailDocument Footer(params IEnumerable<string> lines)
    {
        _footer.AddRange(lines.Select(SafeText.Line).Where(line => line.Length > 0));
        return this;
    }

    public string ToText() => MailText.Render(this);

    public string ToHtml() => MailHtml.Render(this);

    private MailDocument Add(MailBlock block)
    {
        _blocks.Add(block);
        return this;
    }
}

internal abstract record MailBlock;

internal sealed record HeadingBlock(string Text) : MailBlock;

internal sealed record ParagraphBlock(string Text) : MailBlock;

internal sealed record NoticeBlock(string Text) : MailBlock;

internal sealed record RowsBlock(IReadOnlyList<MailRow> Rows) : MailBlock;

internal sealed record QuoteBlock(string Label, IReadOnlyList<string> Lines) : MailBlock;

internal sealed record ButtonBlock(string Text, string Address) : MailBlock;
