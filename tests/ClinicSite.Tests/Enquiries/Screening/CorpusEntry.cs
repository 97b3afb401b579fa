using System.Text.Json;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Enquiries.Screening;

/// <summary>
/// One message as it is sent, with everything around it. Half of them ("write") may be looked at while the signals are made;
/// the other half ("held", every second entry, fixed before there was a signal) only measures what they are worth.
/// </summary>
/// <param name="Set">"write" or "held".</param>
/// <param name="Delay">Seconds between opening the form and sending it.</param>
/// <param name="Token">"valid", "forged" or "none".</param>
/// <param name="Headers">"browser", "no-language" or "none".</param>
/// <param name="Form">Fields by name, without the boxes that everybody ticks.</param>
public sealed record CorpusEntry(string Id, string Set, int Delay, string Token, string Headers, Dictionary<string, string> Form)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Nothing but what it says can give it away.</summary>
    public bool LooksLikeABrowser => Token == "valid" && Headers == "browser" && Delay is >= 8 and <= 90 && !Form.ContainsKey("Website");

    /// <param name="file">"people" or "programs".</param>
    public static IReadOnlyList<CorpusEntry> Read(string file)
    {
        var folder = Path.Combine(ProgramRun.ProjectFolder(), "..", "..", "tests", "ClinicSite.Tests", "Enquiries", "Screening", "Corpus");
        return JsonSerializer.Deserialize<List<CorpusEntry>>(File.ReadAllText(Path.Combine(folder, $"{file}.json")), Json)!;
    }

    /// <param name="issued">The token of the form that was opened.</param>
    public HttpRequestMessage Post(string issued)
    {
        var fields = new Dictionary<string, string>(Form, StringComparer.Ordinal) { ["IsAdult"] = "true", ["Consent"] = "true" };
        if (Token != "none")
        {
            fields["Token"] = Token == "valid" ? issued : string.Concat(issued.Reverse());
        }

        var post = new HttpRequestMessage(HttpMethod.Post, "/consultation") { Content = new FormUrlEncodedContent(fields) };
        if (Headers != "none")
        {
            post.Headers.Add("Sec-Fetch-Site", "same-origin");
        }

        if (Headers == "browser")
        {
            post.Headers.Add("Accept-Language", "en-GB");
        }

        return post;
    }
}
