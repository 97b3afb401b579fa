using System.Globalization;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ClinicSite.Enquiries;
using MimeKit;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>Reads a mail as a suspicious recipient would: nothing may stand in it that the program did not mean to write.</summary>
internal static class StrictMail
{
    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Reply-To", "Subject", "Message-Id", "Date", "In-Reply-To", "References", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
    };

    private static readonly HashSet<string> Elements = new(StringComparer.OrdinalIgnoreCase)
    {
        "html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "strong", "table", "tbody", "tr", "th", "td", "span", "a", "blockquote", "br",
    };

    private static readonly HashSet<string> Attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "lang", "charset", "name", "content", "class", "dir", "href", "scope", "align", "valign", "cellpadding", "cellspacing", "border", "width",
    };

    /// <summary>What holds for every mail.</summary>
    /// <returns>The mail, and its HTML as a browser reads it.</returns>
    public static (MimeMessage Mail, IHtmlDocument Html) Read(byte[] raw)
    {
        var mail = MimeMessage.Load(new MemoryStream(raw));
        Assert.All(raw, single => Assert.True(single is < 128 and not 0, "A mail travels in seven bits."));
        Assert.All(Encoding.ASCII.GetString(raw).Split("\r\n"), line =>
        {
            Assert.True(line.Length <= 998, "A relay may refuse or cut lines of more than 998 characters.");
            Assert.DoesNotContain('\r', line);
            Assert.DoesNotContain('\n', line);
        });
        Assert.All(mail.Headers, header => Assert.Contains(header.Field, Headers));
        Assert.Equal(mail.Headers.Count, mail.Headers.Select(header => header.Field).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("website@eternal-beauty.example", Assert.Single(mail.From.Mailboxes).Address);
        Assert.Single(mail.GetRecipients());
        Assert.Matches("^(New consultation request|We have your enquiry) EB-[0-9A-Z]{4}-[0-9A-Z]{4}$", mail.Subject);
        var parts = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain", "text/html"], parts.Select(part => part.ContentType.MimeType));
        Assert.All(parts, part => Assert.Equal(["Content-Type", "Content-Transfer-Encoding"], part.Headers.Select(header => header.Field)));
        return (mail, OnlyOurs(mail.HtmlBody!));
    }

    /// <summary>A notice to staff holds what was asked, whole and nothing else, in both of its forms.</summary>
    public static void AssertTells(MimeMessage mail, IHtmlDocument html, EnquiryDetails asked)
    {
        var text = mail.TextBody!.ReplaceLineEndings("\n").Split('\n');
        foreach (var (label, value) in new[] { ("Name", asked.FullName), ("Phone", asked.Phone), ("Email", asked.Email), ("Best time to call", asked.BestTime) })
        {
            var expected = Promised.MailedLine(value ?? "");
            string[] rows = expected.Length == 0 ? [] : [expected];
            Assert.Equal(rows, text.Where(line => line.StartsWith(label + ": ", StringComparison.Ordinal)).Select(line => line[(label.Length + 2)..]));
            Assert.Equal(rows, html.QuerySelectorAll("th").Where(head => head.TextContent == label).Select(head => head.NextElementSibling!.TextContent));
        }

        var message = Promised.MailedLines(asked.Message ?? "");
        var quote = text.SkipWhile(line => line != "Message:").Skip(1).TakeWhile(line => line.StartsWith('>')).Select(line => line == ">" ? "" : line[2..]);
        Assert.Equal(message, string.Join('\n', quote));
        Assert.Equal(message, html.QuerySelector("blockquote")?.TextContent ?? "");
        AssertReplyTo(mail, asked.Email);
    }

    /// <summary>An answer goes to this person or, where the address is not a plain one, to nobody.</summary>
    public static void AssertReplyTo(MimeMessage mail, string? address)
    {
        foreach (var replyTo in mail.ReplyTo)
        {
            // Blanks around it are no part of an address, and neither is the root's dot.
            var plain = address!.Trim().TrimEnd('.');
            var at = plain.LastIndexOf('@');
            var domain = plain[(at + 1)..];
            // One in plain letters goes out as it was typed; the mapping would refuse a label that ends with a hyphen.
            Assert.Equal(
                $"{plain[..at]}@{(Ascii.IsValid(domain) ? domain : new IdnMapping().GetAscii(domain))}".ToLowerInvariant(),
                Assert.IsType<MailboxAddress>(replyTo).GetAddress(idnEncode: true).ToLowerInvariant());
            Assert.True(string.IsNullOrEmpty(replyTo.Name), "Reply-To has a name.");
        }

        Assert.InRange(mail.ReplyTo.Count, 0, 1);
    }

    private static IHtmlDocument OnlyOurs(string source)
    {
        var html = new HtmlParser().ParseDocument(source);
        Assert.All(html.All, element => Assert.Contains(element.LocalName, Elements));
        Assert.All(html.All.SelectMany(element => element.Attributes), attribute => Assert.Contains(attribute.Name, Attributes));
        Assert.Equal(2, html.QuerySelectorAll("head > style").Length);
        Assert.Equal(2, html.QuerySelectorAll("style").Length);
        Assert.All(html.QuerySelectorAll("[href]"), link => Assert.Matches(
            @"^(tel:\+?[0-9]{5,15}|mailto:[^@?&/,;:\s]+@[A-Za-z0-9._-]+|http://localhost:5080/desk/[A-Za-z0-9_-]+)$", link.GetAttribute("href")));
        return html;
    }
}
