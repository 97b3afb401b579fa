using System.Net;
using System.Net.Http.Headers;
using ClinicSite.Tests.Door;
using CsCheck;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>Whatever address is asked for, and whichever way: the program has an answer, and nothing of the address is markup.</summary>
public sealed class AddressFuzzTests : IAsyncLifetime
{
    private const string Mark = "zq<\">'&";

    private static readonly Gen<string> Encoded = Gen.Frequency(
        (4, FuzzGen.Text.Select(RawPost.Encode)),
        (2, FuzzGen.Text.Select(text => RawPost.Encode(Mark + text))),
        // Of the length of a link of the desk, and of a reference.
        (3, Gen.Char["ABCabc019-_=+! %7é"].Array[55].Select(letters => RawPost.Encode(new string(letters)))),
        (2, Gen.Char["EB-7K3M9QWToil "].Array[0, 12].Select(letters => RawPost.Encode(new string(letters)))),
        (1, Gen.Byte.Array[0, 8].Select(bytes => string.Concat(bytes.Select(single => $"%{single:X2}")))),
        (1, Gen.OneOf("..", "%2e%2e", "%5c", "%2f%2f", ".", "%", "%z", "//evil.example", "%25", ";", "%C0%AE", "")));

    private static readonly Gen<(string Verb, string Address)> Requests = Gen.Select(
        Gen.OneOf("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "DELETE"),
        Gen.OneOf("/", "/consultation", "/Consultation/", "/consultation/received/", "/consultation?about=", "/consultation?", "/desk/", "/errors/", "/errors/500", "/treatments/", "/fonts/", "/site.css", "/health/", "/.well-known/", "/guides/"),
        Encoded.Array[0, 3],
        (verb, beginning, rest) => (verb, beginning + string.Join('/', rest)));

    private readonly Site _site = Site.Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public Task Ask_ForAnyAddress_IsAnswered() => AskAsync(500);

    [Fact(Explicit = true)]
    public Task Ask_ForAnyAddressAtLength_IsAnswered() => AskAsync(10_000);

    private async Task AskAsync(int cases)
    {
        await Requests.SampleAsync(
            CheckAsync, TestContext.Current.TestOutputHelper!.WriteLine, FuzzGen.Begin(cases), cases, threads: 4, print: request => $"{request.Verb} {request.Address}");

        Assert.DoesNotContain(_site.Log.Lines, line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
    }

    private async Task CheckAsync((string Verb, string Address) asked)
    {
        // As it stands: .NET would tidy it up.
        var address = new Uri($"{_site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{asked.Address}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(asked.Verb), address);
        if (asked.Verb == "POST")
        {
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.InRange(answer.StatusCode, HttpStatusCode.OK, (HttpStatusCode)499);
        Assert.DoesNotContain("zq<", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
