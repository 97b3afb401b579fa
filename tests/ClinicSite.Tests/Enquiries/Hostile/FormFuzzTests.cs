using System.Net;
using AngleSharp.Html.Dom;
using ClinicSite.Tests.Door;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>
/// Whatever is posted to the form: it is stored, or it comes back with an error and every word that could be read; nothing
/// of it is ever markup, and the program never stumbles.
/// </summary>
public sealed class FormFuzzTests : IAsyncLifetime
{
    private const string Mark = "zq<\">'&";

    /// <summary>Escaped, the mark has none of these.</summary>
    private static readonly string[] Unescaped = ["zq<", "zq&lt;\"", "zq&lt;&quot;>", "zq&lt;&quot;&gt;'"];

    private static readonly string[] Boxes = ["FullName", "Email", "Phone", "BestTime", "Message"];

    private static readonly Gen<Value> Values = Gen.Frequency(
        (6, FuzzGen.Text.Select(Value.Of)),
        (1, FuzzGen.Text.Select(text => Value.Of(Mark + text))),
        (1, Gen.OneOf("%", "%z", "%zz", "%u0041", "%C0%80", "%ED%A0%80", "%FF%FE", "%E2%80", "a=b", "+++", ";", "\u00e9\u00ff", "%2500", "%2%0000", "%F5%80%80%80").Select(raw => new Value(raw, null))));

    private static readonly Gen<Post> Posts = Gen.Select(
        Answers("Ada"), Answers("ada@patients.example.org"), Answers("01632960001"), Answers(""), Answers("Hello"),
        Gen.Select(Gen.OneOf("ReachBy=email", "ReachBy=either", "ReachBy=", "ReachBy=pigeon%3C%22%3E", "reachby=phone", "x=1"), Gen.OneOf("Interest=not-sure", "Interest=zq%3C", "y"), Gen.OneOf("&IsAdult=true&Consent=true", "&IsAdult=true", "&IsAdult=TRUE&Consent=on")),
        Gen.Select(Values, Values, (name, value) => $"{name.Raw}={value.Raw}").Array[0, 4],
        Gen.Frequency(
            (12, "application/x-www-form-urlencoded"), (2, "application/x-www-form-urlencoded; charset=utf-8"), (1, "application/x-www-form-urlencoded; charset=\"UTF-8\""),
            (1, "application/x-www-form-urlencoded; charset=iso-8859-1"), (1, "application/x-www-form-urlencoded; charset=utf-16"), (1, "application/x-www-form-urlencoded; charset=utf-7"), (1, "application/x-www-form-urlencoded; charset=klingon")),
        (name, email, phone, time, message, choices, junk, type) => new Post(
            [name, email, phone, time, message], string.Join('&', [choices.Item1, choices.Item2 + choices.Item3, .. junk]), type));

    private readonly Site _site = Site.Open(new Dictionary<string, string?>(MailSettings.ToNobody(), StringComparer.Ordinal)
    {
        ["Enquiries:Screening:QuarantineFrom"] = "1000",
        ["Enquiries:Screening:SiteLimit"] = "100000",
        ["Enquiries:Screening:DailyRows"] = "100000",
        ["Enquiries:Screening:HardLimit"] = "100000",
        ["Enquiries:Screening:SoftLimit"] = "100000",
    });

    private int _stored;
    private int _refused;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public Task Post_AnyForm_IsStoredOrComesBackWhole() => PostAsync(150);

    [Fact(Explicit = true)]
    public async Task Post_AnyFormAtLength_IsStoredOrComesBackWhole()
    {
        await PostAsync(4_000);

        // So many make sure that the forms are neither all good nor all bad.
        Assert.True(_stored > 0 && _refused > 0, $"{_stored} stored, {_refused} refused");
    }

    private async Task PostAsync(int cases)
    {
        await Posts.SampleAsync(
            CheckAsync, TestContext.Current.TestOutputHelper!.WriteLine, FuzzGen.Begin(cases), cases, threads: 4, print: post => $"{post.Type}: {NaughtyStrings.Shown(post.Body)}");

        Assert.Equal(_stored, await _site.ReadAsync(database => database.Enquiries.CountAsync(TestContext.Current.CancellationToken)));
        Assert.DoesNotContain(_site.Log.Lines, line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
        TestContext.Current.TestOutputHelper!.WriteLine($"{_stored} stored, {_refused} refused");
    }

    private async Task CheckAsync(Post post)
    {
        using var answer = await RawPost.SendAsync(_site.Http, post.Body, post.Type);
        var source = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (answer.StatusCode == HttpStatusCode.SeeOther)
        {
            Assert.Matches("^/consultation/received/EB-[0-9A-Z]{4}-[0-9A-Z]{4}$", answer.Headers.Location!.ToString());
            Interlocked.Increment(ref _stored);
            return;
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Interlocked.Increment(ref _refused);
        // The beginning of a mark may stand right before the page's own tag.
        var written = source.Replace("</textarea>", "", StringComparison.Ordinal);
        Assert.All(Unescaped, raw => Assert.DoesNotContain(raw, written, StringComparison.Ordinal));
        var page = await Site.HtmlOf(answer);
        Assert.NotEmpty(page.QuerySelectorAll("#errors li"));
        Assert.Empty(page.QuerySelectorAll("main script, script:not([type='application/ld+json']), img, iframe, main style"));
        foreach (var (box, answers) in Boxes.Zip(post.Answers).Where(box => box.Second.All(answer => answer.Text is not null)))
        {
            // Several come back side by side.
            Assert.Equal(string.Join(',', answers.Select(answer => answer.Text).Where(text => text!.Length > 0)), Shown(page, box));
        }
    }

    /// <summary>One answer, none, or two.</summary>
    private static Gen<Value[]> Answers(string usual) => Gen.Frequency(
        (5, Gen.Const(new[] { Value.Of(usual) })),
        (5, Values.Select(value => new[] { value })),
        (1, Gen.Const(Array.Empty<Value>())),
        (1, Values.Array[2]));

    private static string Shown(IHtmlDocument page, string box) => page.QuerySelector($"[name={box}]") switch
    {
        IHtmlTextAreaElement area => area.TextContent,
        var input => input!.GetAttribute("value") ?? "",
    };

    /// <param name="Raw">As it stands in the body.</param>
    /// <param name="Text">As it must come back; null where that is open to doubt.</param>
    private sealed record Value(string Raw, string? Text)
    {
        public static Value Of(string text) => new(RawPost.Encode(text), RawPost.ComesBack(text));
    }

    /// <param name="Answers">To the boxes, in their order.</param>
    /// <param name="Rest">Choices and what nobody asked for.</param>
    /// <param name="Type">The content type.</param>
    private sealed record Post(Value[][] Answers, string Rest, string Type)
    {
        public string Body => string.Join('&', [.. Boxes.Zip(Answers).SelectMany(box => box.Second.Select(answer => $"{box.First}={answer.Raw}")), Rest]);
    }
}
