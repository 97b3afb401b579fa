using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Desk;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicSite.Tests.Operations.Health;

public sealed class HealthTests : IAsyncDisposable
{
    private const string Key = "0123456789abcdef";

    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal) { ["Health:Key"] = Key };
    private Site _site;

    public HealthTests() => _site = Site.Open(_settings);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Ask_WhenAllIsWell_IsOneWord(string path)
    {
        using var answer = await _site.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"status":"healthy"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Ask_WithADeadRelay_IsDegradedAndStillOk()
    {
        await OpenWithDeadRelayAsync();
        using (await new FormOnPage(await _site.PageAsync("/consultation")).FillValid().SendAsync(_site.Http))
        {
        }

        await _site.Log.SawAsync("The mail relay cannot be used");
        _site.Pass(TimeSpan.FromMinutes(11));

        using var answer = await ReadyAsync();
        var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("degraded", report.GetProperty("status").GetString());
        var mail = report.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "mail");
        Assert.StartsWith("2 mail(s) to staff wait, the oldest for 11 minutes.", mail.GetProperty("says").GetString(), StringComparison.Ordinal);
        await _site.Log.SawAsync("Error Trouble with the \"mail\": 2 mail(s) to staff wait");
        // Once a day, however often anybody asks.
        Assert.DoesNotContain(_site.Log.Lines, line => line.Contains("Health check", StringComparison.Ordinal));
    }

    [Fact(Explicit = true)]
    public async Task Ask_WhileTheDatabaseIsLocked_Is503UntilItIsNot()
    {
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_site.Folder, "clinic.db")};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (var begin = other.CreateCommand())
        {
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        using (var locked = await ReadyAsync())
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, locked.StatusCode);
            Assert.Contains("Visitors are asked to call", await locked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await other.CloseAsync();
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var free = await ReadyAsync();
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }

    [Fact]
    public async Task Ask_WhenACheckItselfFails_IsDegradedAndStillOk()
    {
        await _site.ReadAsync(database => database.Database.ExecuteSqlRawAsync("ALTER TABLE delivery RENAME TO gone", TestContext.Current.CancellationToken));

        using var answer = await ReadyAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"status\":\"degraded\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_WhenNoDigestGoesOut_SaysSince()
    {
        await OpenWithDeadRelayAsync();
        _site.Pass(TimeSpan.FromHours(27));

        // The checks are made every minute, from when the first was made.
        await _site.GoOnUntilAsync(_site.Log.SawAsync("Trouble with the \"digest\": No digest has gone out since 2026-05-04 09:00 UTC."), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Ask_WhenTheLastDigestWentOutInTheFuture_CountsFromTheStart()
    {
        using var data = new DataFolder();
        await using (var ahead = data.Open(Site.Start.AddDays(400)))
        {
            ahead.Pass(TimeSpan.FromHours(22));
            await ahead.Log.SawAsync("Digest sent", times: 2);
        }

        await OpenWithDeadRelayAsync(data.Folder);
        _site.Pass(TimeSpan.FromHours(27));

        await _site.GoOnUntilAsync(_site.Log.SawAsync("No digest has gone out since 2026-05-04 09:00 UTC."), TimeSpan.FromMinutes(1));
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdeX")]
    [InlineData("")]
    public async Task Ask_WithoutTheKey_GivesNoDetails(string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/ready", UriKind.Relative));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("checks", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_EnquiriesAndMails_InTheMeter()
    {
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            // Other sites of this test run have meters of the same name.
            if (instrument.Meter.Name == ClinicSite.Enquiries.EnquiryMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, _site.Services.GetService(typeof(System.Diagnostics.Metrics.IMeterFactory))))
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();

        await _site.AskAsync();

        lock (seen)
        {
            Assert.Equal(1, seen["enquiries.received"]);
            Assert.Equal(2, seen["mail.sent"]);
            Assert.Equal(0, seen["mail.first_attempt"]);
            Assert.DoesNotContain("enquiries.quarantined", seen.Keys);
        }

        void Add(string name, double value)
        {
            lock (seen)
            {
                seen[name] = seen.GetValueOrDefault(name) + value;
            }
        }
    }

    private async Task OpenWithDeadRelayAsync(string? folder = null)
    {
        await _site.DisposeAsync();
        // Nothing listens on port 1.
        _site = Site.Open(new Dictionary<string, string?>(_settings, StringComparer.Ordinal)
        {
            ["Email:Transport"] = "Smtp",
            ["Email:Smtp:Host"] = "127.0.0.1",
            ["Email:Smtp:Port"] = "1",
            ["Email:Smtp:Security"] = "None",
        }, folder);
    }

    private async Task<HttpResponseMessage> ReadyAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/ready", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
