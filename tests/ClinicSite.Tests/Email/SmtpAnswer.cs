namespace ClinicSite.Tests.Email;

/// <summary>The points of a conversation at which <see cref="ScriptedSmtpServer"/> can be told what to answer.</summary>
public enum SmtpPhase
{
    Greeting,
    Ehlo,
    StartTls,
    Auth,
    MailFrom,
    RcptTo,
    Data,

    /// <summary>After the final dot.</summary>
    EndOfData,
    Reset,
    Quit,
}

/// <summary>What the server does at a phase.</summary>
public abstract record SmtpAnswer
{
    /// <summary>The usual answer of a relay in good health.</summary>
    public static SmtpAnswer Accept { get; } = new AcceptAnswer();

    /// <summary>Hangs up without a word. After the final dot the message counts as received: its reply is lost.</summary>
    public static SmtpAnswer Drop { get; } = new RawAnswer("", ThenDrop: true);

    /// <summary>No SMTP at all.</summary>
    public static SmtpAnswer Garbage { get; } = new RawAnswer("\u0001\u0002 hello, is this the bakery?\r\n\r\n", ThenDrop: false);

    /// <summary>The beginning of an answer, then nothing more.</summary>
    public static SmtpAnswer HalfLine { get; } = new RawAnswer("250 2.1", ThenDrop: true);

    /// <summary>Such as <c>550</c> and <c>5.1.1 No such person</c>.</summary>
    public static SmtpAnswer Reply(int code, string text) => new ReplyAnswer(code, text);

    /// <summary>Says nothing until <paramref name="released"/> is done, then goes on with <paramref name="next"/>.</summary>
    public static SmtpAnswer Hold(Task released, SmtpAnswer? next = null) => new HoldAnswer(released, next ?? Accept);

    /// <summary>Says nothing for as long as the server lives.</summary>
    public static SmtpAnswer Silence { get; } = new HoldAnswer(new TaskCompletionSource().Task, new AcceptAnswer());
}

internal sealed record AcceptAnswer : SmtpAnswer;

internal sealed record ReplyAnswer(int Code, string Text) : SmtpAnswer;

internal sealed record RawAnswer(string Text, bool ThenDrop) : SmtpAnswer;

internal sealed record HoldAnswer(Task Released, SmtpAnswer Next) : SmtpAnswer;
