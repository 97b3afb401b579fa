using ClinicSite.Email;
using MimeKit;

namespace ClinicSite.Tests.Email;

/// <summary>A message as the clinic would send it.</summary>
public static class SampleMail
{
    public const string From = "Riverside Skin Clinic <website@riverside-skin.example>";

    public static MailDocument Document() => new MailDocument("New consultation request")
        .Notice("Please do not leave a voicemail.")
        .Rows(new MailRow("Name", "Zoë O’Brien"), MailRow.Phone("Phone", "01632 960123"), MailRow.Email("E-mail", "zoe@patients.example"))
        .Quote("Message", "I would like to ask\n\nabout my scars.")
        .Button("Mark as answered", "https://www.riverside-skin.example/desk/answered")
        .Footer("Reference EB-2F7K-9QWX");

    public static MessageDraft Draft() => new()
    {
        From = Mailbox.Parse(From),
        To = Mailbox.Parse("reception@riverside-skin.example"),
        ReplyTo = "zoe@patients.example",
        Subject = "New consultation request EB-2F7K-9QWX",
        MessageId = "0198c1d2-staff-0@riverside-skin.example",
        Date = new DateTimeOffset(2026, 5, 4, 9, 30, 15, TimeSpan.FromHours(1)),
        Content = Document(),
        Origin = MessageOrigin.Event,
    };

    public static MimeMessage Message() => MessageBuilder.Build(Draft());

    /// <summary>As it travels.</summary>
    public static byte[] Bytes(MimeMessage message)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var bytes = new MemoryStream();
        message.WriteTo(format, bytes);
        return bytes.ToArray();
    }
}
