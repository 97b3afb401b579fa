using System.Net;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Shell.Seo;

public sealed class OneAddressTests : IAsyncDisposable
{
    private readonly Site _site = Site.Open();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/Treatments", "/treatments")]
    [InlineData("/treatments/", "/treatments")]
    [InlineData("/TREATMENTS/Microneedling//", "/treatments/microneedling")]
    [InlineData("/consultation/?about=acne-scars", "/consultation?about=acne-scars")]
    [InlineData("//", "/")]
    public async Task Ask_ForAnotherSpellingOfAPage_IsLedToItsAddress(string asked, string address)
    {
        using var answer = await _site.Http.GetAsync(new Uri(_site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + asked), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal(address, answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Post_TheFormToAnotherSpelling_IsLedToItWithWhatWasTyped()
    {
        using var typed = new FormUrlEncodedContent([new("FullName", "Amina Okafor")]);
        using var answer = await _site.Http.PostAsync(new Uri("/consultation/", UriKind.Relative), typed, TestContext.Current.CancellationToken);

        // 308: the browser sends the same post again.
        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal("/consultation", answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/treatments/nowhere/")]
    [InlineData("//elsewhere.example.org/")]
    [InlineData("//elsewhere.example.org//treatments")]
    public async Task Ask_ForWhatIsNoPageInAnySpelling_IsLedNowhere(string asked)
    {
        using var answer = await _site.Http.GetAsync(new Uri(_site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + asked), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
