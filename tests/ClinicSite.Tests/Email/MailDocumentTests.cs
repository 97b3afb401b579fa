using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ClinicSite.Email;

namespace ClinicSite.Tests.Email;

public sealed partial class MailDocumentTests
{
    [Fact]
    public void Render_BothForms_SayTheSameWordsInTheSameOrder()
    {
        var document = new MailDocument("New consultation request")
            .Notice("Please do not leave a voicemail.")
            .Heading("Who asks")
            .Rows(new MailRow("Name", "Zoë O’Brien"), MailRow.Phone("Phone", "01632 960123"))
            .Paragraph("Please answer by 11 am on Tuesday 6 May.")
            .Quote("Message", "First line\n\nthird line, 2 < 3 & 4 > 1")
            .Footer("Riverside Skin Clinic", "1 Sample Street");

        Assert.Equal(Words(Html(document).Body!.TextContent), Words(Ornaments().Replace(document.ToText(), "")));
    }

    [Fact]
    public void Button_HttpsAddress_IsALinkInHtmlAndAnAddressInText()
    {
        var document = new MailDocument("A title").Button("Mark as answered", "https://www.riverside-skin.example/desk/answered?t=a&b");

        var link = Assert.Single(Html(document).QuerySelectorAll("a"));
        Assert.Equal(("Mark as answered", "https://www.riverside-skin.example/desk/answered?t=a&b"), (link.TextContent, link.GetAttribute("href")));
        Assert.Contains("Mark as answered: https://www.riverside-skin.example/desk/answered?t=a&b\n", document.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://www.riverside-skin.example/")]
    [InlineData("data:text/html,x")]
    [InlineData("/desk/answered")]
    public void Link_AnyOtherAddress_StaysText(string address)
    {
        var document = new MailDocument("A title").Button("Press", address).Rows(new MailRow("Label", "value", address));

        Assert.Empty(Html(document).QuerySelectorAll("a"));
    }

    [Fact]
    public void Render_MarkupInEveryString_IsShownAndNotObeyed()
    {
        const string Evil = "<img src=x onerror=alert(1)>\"'</td></blockquote><script>1</script>";
        var document = new MailDocument(Evil).Heading(Evil).Paragraph(Evil).Notice(Evil).Rows(new MailRow(Evil, Evil))
            .Quote(Evil, Evil).Button(Evil, "https://riverside-skin.example/\"><img>").Footer(Evil);

        var html = Html(document);

        Assert.Empty(html.QuerySelectorAll("img, script"));
        Assert.Equal(Evil, html.QuerySelector("td")!.TextContent);
        Assert.Equal(Evil, html.QuerySelector("blockquote")!.TextContent);
    }

    [Fact]
    public void Render_ControlsAndDirectionMarks_AreGone()
    {
        const string Dirty = "a\u0000\u0007\u001b\u007f\u009f\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeffb";
        var document = new MailDocument(Dirty).Rows(new MailRow(Dirty, Dirty)).Quote(Dirty, Dirty).Footer(Dirty);

        foreach (var form in new[] { document.ToText(), document.ToHtml() })
        {
            Assert.DoesNotContain(form, letter => char.IsControl(letter) && letter != '\n');
            Assert.Empty(DirectionMarks().Matches(form));
            Assert.Contains("ab", form, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Render_JoinersAndOtherScripts_Stay()
    {
        const string Text = "می‌خواهم 👩‍⚕️ Łucja 𠜎 ﷺ";
        var document = new MailDocument("A title").Quote("Message", Text);

        Assert.Equal(Text, Html(document).QuerySelector("blockquote")!.TextContent);
        Assert.Contains("> " + Text + "\n", document.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_LoneSurrogate_BecomesAReplacementCharacter()
    {
        var document = new MailDocument("A title").Paragraph("a\ud800b");

        Assert.Contains("a\ufffdb", document.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    [InlineData("\v")]
    public void Render_LineBreakInAValue_CannotForgeARow(string lineBreak)
    {
        var document = new MailDocument("A title").Rows(new MailRow("Name", $"Zoë{lineBreak}Phone: 0900 1234567")).Quote("Message", $"Hello{lineBreak}Phone: 0900 1234567");

        var text = document.ToText();
        Assert.Contains("Name: Zoë Phone: 0900 1234567\n", text, StringComparison.Ordinal);
        Assert.Contains("> Hello\n> Phone: 0900 1234567\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01632 960123", "tel:01632960123")]
    [InlineData("+44 (0)1632 960-123", "tel:+441632960123")]
    [InlineData("(01632) 960.123", "tel:01632960123")]
    [InlineData("٠١٦٣٢ ٩٦٠١٢٣", "tel:01632960123")]
    [InlineData("01632 960123 ext 4", null)]
    [InlineData("01632 960123 / 07700 900123", null)]
    [InlineData("call my sister", null)]
    [InlineData("123", null)]
    public void Phone_AsTyped_IsDialledOnlyWithoutGuessing(string typed, string? link)
    {
        var row = MailRow.Phone("Phone", typed);

        Assert.Equal((typed, link), (row.Value, row.Link));
    }

    [Theory]
    [InlineData("zoe@patients.example", "mailto:zoe@patients.example")]
    [InlineData("zoe+skin@patients.example", "mailto:zoe%2Bskin@patients.example")]
    [InlineData("zoe?bcc=x@patients.example", "mailto:zoe%3Fbcc%3Dx@patients.example")]
    [InlineData("зоя@patients.example", null)]
    [InlineData("zoe at patients", null)]
    public void Email_AsTyped_IsALinkOnlyWhenPlain(string typed, string? link) => Assert.Equal(link, MailRow.Email("E-mail", typed).Link);

    [Fact]
    public void Rows_WithoutValue_AreLeftOut()
    {
        var document = new MailDocument("A title").Rows(new MailRow("Best time", null), null, new MailRow("Name", "Zoë")).Rows(new MailRow("Empty", " \n")).Quote("Message", "\n ");

        Assert.Single(Html(document).QuerySelectorAll("tr"));
        Assert.DoesNotContain("Message", document.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Best time", document.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Row_WithoutALabel_IsOnlyItsLink()
    {
        const string Address = "https://www.riverside-skin.example/desk/answered";
        var document = new MailDocument("A title").Rows(new MailRow("EB-2F7K-9QWX", "Answer by noon"), new MailRow("", "Mark it as answered", Address));

        Assert.EndsWith($"\nEB-2F7K-9QWX: Answer by noon\nMark it as answered: {Address}\n", document.ToText(), StringComparison.Ordinal);
        Assert.Equal(["EB-2F7K-9QWX"], Html(document).QuerySelectorAll("th").Select(head => head.TextContent));
        Assert.Equal(["Answer by noon", "", "Mark it as answered"], Html(document).QuerySelectorAll("td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void Rows_AfterRows_JoinThem()
    {
        var document = new MailDocument("A title").Rows(new MailRow("Name", "Zoë")).Rows(new MailRow("Best time", "evenings"));

        Assert.Single(Html(document).QuerySelectorAll("table"));
        Assert.Contains("Name: Zoë\nBest time: evenings\n", document.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_Always_FetchesNothingAndKnowsBothColourSchemes()
    {
        var html = Html(SampleMail.Document());

        Assert.Empty(html.QuerySelectorAll("img, link, script, iframe, [src], [background], [style]"));
        Assert.DoesNotContain("url(", html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("light dark", html.QuerySelector("meta[name=color-scheme]")!.GetAttribute("content"));
        Assert.Contains("prefers-color-scheme: dark", html.Head!.TextContent, StringComparison.Ordinal);
    }

    private static IHtmlDocument Html(MailDocument document) => new HtmlParser().ParseDocument(document.ToHtml());

    private static string[] Words(string text) =>
        text.Replace(":", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // What the plain text puts where HTML has a form: the sign of a notice, quotation and signature marks.
    [GeneratedRegex("^(-- |! |> ?)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ornaments();

    [GeneratedRegex("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", RegexOptions.None, 1000)]
    private static partial Regex DirectionMarks();
}
