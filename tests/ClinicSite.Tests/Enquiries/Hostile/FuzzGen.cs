using ClinicSite.Enquiries;
using CsCheck;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>Random input of the kind that breaks things: any UTF-16 at all, mixed with whole naughty strings and their marks.</summary>
internal static class FuzzGen
{
    private static readonly string[] Marks =
    [
        "\r\n", "\n", "\r", "\n.\n", "\0", "\t", "\u2028", "\u0085", "\ufeff", "\ufffe", "\u202e", "\u2066", "\u0301", "\u0001", "<", ">", "\"", "'", "&", "=", "=?utf-8?q?a?=",
        "@", ",", ";", ":", "%", "+", "\ud83d", "\ude00", "\ud83d\ude00", " ", "Bcc: a@b.example", "<script>", "</textarea>", "--=_", "From ", ".", "http://a.example", "01632 960 001",
    ];

    private static readonly Gen<string> Piece = Gen.Frequency(
        (4, Gen.OneOf(Marks)),
        (3, Gen.Char.AlphaNumeric.Select(letter => letter.ToString())),
        (2, Gen.Char.Select(letter => letter.ToString())),
        (1, Gen.OneOf(NaughtyStrings.All.Where(text => text.Length < 200).ToArray())));

    public static readonly Gen<string> Text = Piece.Array[0, 14].Select(string.Concat);

    /// <summary>Mostly of the shape of an address, seldom a good one.</summary>
    public static readonly Gen<string> Address = Gen.Frequency(
        (2, Gen.Const("ada@patients.example.org")),
        (2, Gen.Select(Piece, Piece, (local, domain) => $"a{local}@{domain}b.example")),
        (1, Text));

    public static readonly Gen<EnquiryDetails> Details = Gen.Select(
        Text, Address.Null(), Text.Null(), Text.Null(), Text.Null(), Gen.Int[1, 3], Gen.Int[0, 3], Gen.Bool,
        (name, email, phone, bestTime, message, reachBy, interest, choice) => new EnquiryDetails
        {
            FullName = name,
            ReachBy = (ReachBy)reachBy,
            Email = email,
            Phone = phone,
            BestTime = bestTime,
            Message = message,
            Interest = interest == 0 ? null : (Interest)interest,
            MayLeaveVoicemail = choice,
            MayNameClinic = !choice,
        });

    public static readonly Gen<EnquiryForm> Form = Gen.Select(
        Text, Address.Null(), Gen.OneOf(Gen.Const("01632 960 001"), Text).Null(), Text.Null(), Text.Null(), Gen.OneOf("email", "phone", "either", "", "pigeon"),
        (name, email, phone, bestTime, message, reachBy) => new EnquiryForm
        {
            FullName = name,
            Email = email,
            Phone = phone,
            BestTime = bestTime,
            Message = message,
            ReachBy = reachBy,
            IsAdult = "true",
            Consent = "true",
            EmailIsRight = "true",
        });

    /// <summary>The seed that a run begins with, in its output; a failure names the seed of its own case.</summary>
    public static string Begin(long cases)
    {
        var seed = PCG.ThreadPCG.ToString();
        TestContext.Current.TestOutputHelper!.WriteLine($"{cases} cases, first seed {seed}");
        return seed;
    }
}
