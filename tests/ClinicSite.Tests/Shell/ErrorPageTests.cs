using System.Net;
using ClinicSite.Tests.Door;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Shell;

public sealed class ErrorPageTests : IAsyncLifetime
{
    private readonly Site _site = Site.Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/treatments/no-such-treatment")]
    [InlineData("/consultation/received/EB-AAAA-AAAA")]
    [InlineData("/consultation/received/nonsense")]
    [InlineData("/errors/500")]
    [InlineData("/errors/403")]
    public async Task Open_AnAddressThatIsNotThere_SaysSoInTheSitesOwnPage(string path)
    {
        using var answer = await _site.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await Site.HtmlOf(answer);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("This page is not here", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.NotNull(page.QuerySelector("header nav"));
    }

    [Fact]
    public async Task Open_AfterTheTableIsGone_ApologisesWithoutAStackTrace()
    {
        // A fault nobody expects: the table is taken away under the running program.
        await _site.ReadAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE enquiry RENAME TO gone", TestContext.Current.CancellationToken));

        using var answer = await _site.Http.GetAsync(new Uri("/consultation/received/EB-7K3M-9QWD", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await Site.HtmlOf(answer);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("Something went wrong on our side", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("01632 960123", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Sqlite", page.Source.Text, StringComparison.OrdinalIgnoreCase);
    }
}
