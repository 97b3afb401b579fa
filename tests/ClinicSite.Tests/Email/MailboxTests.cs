using ClinicSite.Email;
using MimeKit;

namespace ClinicSite.Tests.Email;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("zoe@patients.example", "zoe@patients.example")]
    [InlineData("  zoe@patients.example ", "zoe@patients.example")]
    [InlineData("o'brien+skin_1@mail.patients.example", "o'brien+skin_1@mail.patients.example")]
    [InlineData("anna@bücher.example", "anna@bücher.example")]
    [InlineData("zoe@patients.example.", "zoe@patients.example")]
    [InlineData("anna@bücher.example.", "anna@bücher.example")]
    [InlineData("anna@xn--bcher-kva.example", "anna@bücher.example")]
    public void TryParseAddress_PlainAddress_IsRead(string typed, string address)
    {
        Assert.True(Mailbox.TryParseAddress(typed, out var mailbox));
        Assert.Equal(address, mailbox.Address);
    }

    [Fact]
    public void AsciiDomain_InAnotherScript_IsAsMachinesWriteIt() =>
        Assert.Equal("xn--bcher-kva.example", Mailbox.AsciiDomain(Mailbox.Parse("anna@bücher.example")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zoe")]
    [InlineData("zoe@")]
    [InlineData("@patients.example")]
    [InlineData("zoe@@patients.example")]
    [InlineData("zoe patients@patients.example")]
    [InlineData("зоя@patients.example")]
    [InlineData("\"zoe o\"@patients.example")]
    [InlineData("zoe@[127.0.0.1]")]
    [InlineData("zoe@patients..example")]
    [InlineData("zoe@-patients.example")]
    [InlineData("zoe@patients.example, nurse@patients.example")]
    [InlineData("Zoë <zoe@patients.example>")]
    [InlineData("zoe@patients.example (Zoë)")]
    [InlineData("<@relay.example:zoe@patients.example>")]
    [InlineData("zoe@patients.example\r\nRCPT TO:<everybody@elsewhere.example>")]
    [InlineData("zoe\0@patients.example")]
    [InlineData("staff: zoe@patients.example;")]
    public void TryParseAddress_AnythingElse_IsRefused(string? typed) => Assert.False(Mailbox.TryParseAddress(typed, out _));

    [Fact]
    public void TryParseAddress_TooLong_IsRefused()
    {
        Assert.False(Mailbox.TryParseAddress(new string('a', 65) + "@patients.example", out _));
        Assert.False(Mailbox.TryParseAddress("a@" + string.Concat(Enumerable.Repeat("abcdefghi.", 30)) + "example", out _));
    }

    [Fact]
    public void TryParse_WithAName_KeepsIt()
    {
        Assert.True(Mailbox.TryParse("Łucja’s Clinic <website@riverside-skin.example>", out var mailbox));
        Assert.Equal(("Łucja’s Clinic", "website@riverside-skin.example"), (mailbox.Name, mailbox.Address));
    }

    [Theory]
    [InlineData("zoe@patients.example", true)]
    [InlineData("zoe@patients.TEST", true)]
    [InlineData("zoe@example.com", true)]
    [InlineData("zoe@mail.example.org", true)]
    [InlineData("zoe@patients.invalid", true)]
    [InlineData("zoe@myexample.com", false)]
    [InlineData("zoe@test.riverside-skin.org", false)]
    public void IsSample_ByDomain_KnowsTheReservedOnes(string address, bool sample) =>
        Assert.Equal(sample, Mailbox.IsSample(new MailboxAddress("", address)));
}
