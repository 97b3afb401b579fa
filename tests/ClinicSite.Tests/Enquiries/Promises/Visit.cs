using System.Net;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>One visitor's filled-in form, which can be sent again when no answer came.</summary>
/// <param name="Number">Tells visitors apart; each has an address and a message of their own.</param>
/// <param name="Token">Of a form that was opened a few minutes ago, as people do.</param>
internal sealed record Visit(int Number, string Token)
{
    public string Message => $"I would like to talk about the scars on my cheeks, and I am visitor number {Number}.";

    public string EmailAddress => $"visitor{Number}@patients.example.org";

    /// <summary>Forms as the site of this data folder would have given them out, which has started once.</summary>
    public static Func<int, Visit> From(string folder)
    {
        var keys = new KeyRing(Options.Create(new DataOptions { Folder = folder }));
        keys.Open(create: false);
        var tokens = new FormTokens(keys, new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5)));
        return number => new Visit(number, tokens.Issue());
    }

    public Task<HttpResponseMessage> PostAsync(HttpClient visitor)
    {
        var content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["FullName"] = "Amina Okafor",
            ["ReachBy"] = "email",
            ["Email"] = EmailAddress,
            ["Message"] = Message,
            ["IsAdult"] = "true",
            ["Consent"] = "true",
            ["Token"] = Token,
        });
        return visitor.PostAsync(new Uri("/consultation", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends it and sees the answer that promises it is kept.</summary>
    /// <returns>The reference as the database holds it.</returns>
    public async Task<string> SendAsync(HttpClient visitor)
    {
        using var answer = await PostAsync(visitor);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return ReferenceIn(answer);
    }

    public static string ReferenceIn(HttpResponseMessage answer) =>
        Reference.Parse(answer.Headers.Location!.ToString().Split('/')[^1])!;
}
