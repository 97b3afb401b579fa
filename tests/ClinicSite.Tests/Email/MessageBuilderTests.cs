using System.Text;
using ClinicSite.Email;
using MimeKit;

namespace ClinicSite.Tests.Email;

public sealed class MessageBuilderTests
{
    [Fact]
    public void Build_SameDraftTwice_IsByteIdentical() =>
        Assert.Equal(SampleMail.Bytes(SampleMail.Message()), SampleMail.Bytes(SampleMail.Message()));

    [Fact]
    public void Build_OtherMessageId_HasAnotherBoundary()
    {
        var first = (Multipart)SampleMail.Message().Body!;
        var second = (Multipart)MessageBuilder.Build(SampleMail.Draft() with { MessageId = "other@riverside-skin.example" }).Body!;

        Assert.NotEqual(first.Boundary, second.Boundary);
    }

    [Fact]
    public void Build_AnyDraft_IsReadBackAsItWasMeant()
    {
        var message = MimeMessage.Load(new MemoryStream(SampleMail.Bytes(SampleMail.Message())));

        Assert.Equal("Riverside Skin Clinic", Assert.Single(message.From.Mailboxes).Name);
        Assert.Equal("reception@riverside-skin.example", Assert.Single(message.To.Mailboxes).Address);
        Assert.Equal("zoe@patients.example", Assert.Single(message.ReplyTo.Mailboxes).Address);
        Assert.Equal("0198c1d2-staff-0@riverside-skin.example", message.MessageId);
        Assert.Equal(SampleMail.Draft().Date, message.Date);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.Equal(SampleMail.Document().ToText(), message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal(SampleMail.Document().ToHtml(), message.HtmlBody!.ReplaceLineEndings("\n"));
        Assert.Equal(["text/plain", "text/html"], ((MultipartAlternative)message.Body!).Select(part => part.ContentType.MimeType));
        Assert.Null(message.InReplyTo);
        Assert.Empty(message.References);
    }

    [Fact]
    public void Build_FollowUp_BelongsUnderTheFirst()
    {
        var message = MessageBuilder.Build(SampleMail.Draft() with { InReplyTo = "first@riverside-skin.example" });

        Assert.Equal("first@riverside-skin.example", message.InReplyTo);
        Assert.Equal(["first@riverside-skin.example"], message.References);
    }

    [Fact]
    public void Build_Reply_SaysSo() =>
        Assert.Equal("auto-replied", MessageBuilder.Build(SampleMail.Draft() with { Origin = MessageOrigin.Reply }).Headers["Auto-Submitted"]);

    [Theory]
    [InlineData("\r\nBcc: everybody@elsewhere.example")]
    [InlineData("\nBcc: everybody@elsewhere.example")]
    [InlineData("\rBcc: everybody@elsewhere.example")]
    [InlineData("\u2028Bcc: everybody@elsewhere.example")]
    [InlineData("\r\n\r\nBcc: everybody@elsewhere.example")]
    public void Build_LineBreaksInEveryString_AddNoHeader(string injection)
    {
        var draft = SampleMail.Draft();
        var message = MessageBuilder.Build(draft with
        {
            From = new MailboxAddress("Clinic" + injection, "website@riverside-skin.example"),
            To = new MailboxAddress("Reception" + injection, "reception@riverside-skin.example"),
            ReplyTo = "zoe@patients.example" + injection,
            Subject = "A subject" + injection,
        });

        Assert.Equal(Fields(MessageBuilder.Build(draft with { ReplyTo = null })), Fields(message));
    }

    [Theory]
    [InlineData("зоя@patients.example")]
    [InlineData("zoe")]
    [InlineData("Zoë <zoe@patients.example>")]
    [InlineData("zoe@patients.example, everybody@elsewhere.example")]
    [InlineData("\"zoe\"@patients.example")]
    [InlineData("")]
    [InlineData(null)]
    public void Build_ReplyToThatIsNoPlainAddress_HasNone(string? typed) =>
        Assert.Empty(MessageBuilder.Build(SampleMail.Draft() with { ReplyTo = typed }).ReplyTo);

    [Fact]
    public void Build_RecipientThatCannotTravel_Throws()
    {
        var draft = SampleMail.Draft() with { To = new MailboxAddress("", "зоя@patients.example") };

        Assert.Throws<ArgumentException>(() => MessageBuilder.Build(draft));
    }

    [Fact]
    public void Build_HardText_IsSevenBitInShortLinesAndComesBackWhole()
    {
        var hard = string.Concat(Enumerable.Repeat("ﷺżółć👩‍⚕️", 400)) + "\n.\n..\nFrom here\n--=_boundary\n" + new string('a', 3000) + " \n";
        var document = new MailDocument("Ťitle " + new string('x', 300)).Quote("Message", hard);
        var draft = SampleMail.Draft() with { Content = document, Subject = "Źródło " + string.Concat(Enumerable.Repeat("żółć ", 60)) };

        var bytes = SampleMail.Bytes(MessageBuilder.Build(draft));

        Assert.DoesNotContain(bytes, octet => octet > 126);
        Assert.All(Encoding.ASCII.GetString(bytes).Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.Equal(document.ToText(), MimeMessage.Load(new MemoryStream(bytes)).TextBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Build_HardText_TravelsUnchangedByTheRelay()
    {
        await using var server = new ScriptedSmtpServer();
        var draft = SampleMail.Draft() with { Content = new MailDocument("A title").Quote("Message", ".\n..\nFrom here\nżółć") };

        await SmtpRelay.Transport(server).SendAsync(MessageBuilder.Build(draft), Deadline.Soon());

        Assert.Equal(SampleMail.Bytes(MessageBuilder.Build(draft)), Assert.Single(server.Messages).Raw);
    }

    [Fact]
    public async Task Build_DomainInAnotherScript_TravelsInAscii()
    {
        await using var server = new ScriptedSmtpServer();
        var draft = SampleMail.Draft() with { To = Mailbox.Parse("anna@bücher.example"), ReplyTo = "zoe@żółw.example" };

        await SmtpRelay.Transport(server).SendAsync(MessageBuilder.Build(draft), Deadline.Soon());

        var received = Assert.Single(server.Messages);
        Assert.Equal(["anna@xn--bcher-kva.example"], received.Recipients);
        Assert.DoesNotContain(received.Raw, octet => octet > 126);
    }

    private static IEnumerable<string> Fields(MimeMessage message) =>
        MimeMessage.Load(new MemoryStream(SampleMail.Bytes(message))).Headers.Select(header => header.Field);
}
