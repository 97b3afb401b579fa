using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ClinicSite.Enquiries;
using ClinicSite.Operations.Backup;
using ClinicSite.Operations.Health;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Enquiries.Desk;
using ClinicSite.Tests.Enquiries.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

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
        // The checks are made every minute, from when the first was made.
        await _site.GoOnUntilAsync(_site.Log.SawAsync("Error Trouble with the \"mail\": 2 mail(s) to staff wait"), TimeSpan.FromMinutes(1));
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
        // The answers of a moment ago hold for seconds.
        _site.Clock.Advance(TimeSpan.FromMinutes(1));

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

    /// <summary>What lasts is said once a day, its end once, and what comes again after that at once.</summary>
    [Fact]
    public async Task Watch_ATroubleThatLasts_SaysItOnceADayAndItsEndOnce()
    {
        const string trouble = "Error Trouble with the \"weather\": It rains.", well = "Information The \"weather\" is well again: The sun shines.";
        var weather = new Weather();
        await _site.DisposeAsync();
        _site = Site.Open(_settings, services: services => services.AddHealthChecks().AddCheck("weather", weather));
        await _site.Log.SawAsync(trouble);

        // Half a day and the looks after it, which take ten hours at the very most.
        _site.Clock.Advance(TimeSpan.FromHours(12));
        await LookedTwiceAsync();
        Assert.Equal(1, Times(trouble));

        _site.Clock.Advance(TimeSpan.FromHours(13));
        await _site.GoOnUntilAsync(_site.Log.SawAsync(trouble, times: 2), TimeSpan.FromMinutes(1));
        await LookedTwiceAsync();
        Assert.Equal(2, Times(trouble));

        weather.IsFine = true;
        await _site.GoOnUntilAsync(_site.Log.SawAsync(well), TimeSpan.FromMinutes(1));
        await LookedTwiceAsync();
        Assert.Equal((2, 1), (Times(trouble), Times(well)));

        weather.IsFine = false;
        await _site.GoOnUntilAsync(_site.Log.SawAsync(trouble, times: 3), TimeSpan.FromMinutes(1));

        // What the first of them saw has been told when the second begins.
        Task LookedTwiceAsync() => _site.GoOnUntilAsync(weather.LookedAsync(times: 2), TimeSpan.FromMinutes(1));
        int Times(string text) => _site.Log.Lines.Count(line => line.StartsWith(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Key, null)]
    [InlineData(Key, "Bearer 0123456789abcdeX")]
    [InlineData(Key, "Bearer ")]
    [InlineData(Key, "Basic " + Key)]
    [InlineData("", "Bearer ")]
    [InlineData("", null)]
    public async Task Ask_WithoutTheKey_GivesNoDetails(string key, string? sent)
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Health:Key"] = key });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/ready", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", sent);
        using var answer = await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"status":"healthy"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Say_SinceWhenNoBackupWasMade_AlikeInEveryLanguage()
    {
        var status = new BackupStatus();
        status.Look(Site.Start, good: Site.Start);
        // This culture counts the years from another beginning. It ends with the test.
        CultureInfo.CurrentCulture = new CultureInfo("th-TH");

        var said = await new BackupHealth(status, new FakeTimeProvider(Site.Start.AddDays(2))).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Contains("since 2026-05-04 09:00 UTC", said.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_EnquiriesAndMails_InTheMeter()
    {
        using var meter = new Heard(_site);

        await _site.AskAsync();

        Assert.Equal([1], meter.Of("enquiries.received"));
        Assert.Equal(2, meter.Of("mail.sent").Sum());
        Assert.Equal([0, 0], meter.Of("mail.first_attempt"));
        Assert.Empty(meter.Of("enquiries.quarantined"));
    }

    [Fact]
    public async Task Count_FirstAttempts_OnceForAMailHoweverLongTheRelayIsDown()
    {
        await OpenWithDeadRelayAsync();
        using var meter = new Heard(_site);
        using (await new FormOnPage(await _site.PageAsync("/consultation")).FillValid().SendAsync(_site.Http))
        {
        }

        for (var times = 1; times <= 5; times++)
        {
            await _site.Log.SawAsync("The mail relay cannot be used", times);
            _site.Pass(TimeSpan.FromMinutes(10));
        }

        await _site.Log.SawAsync("The mail relay cannot be used", times: 6);
        Assert.Equal(3, meter.Of("mail.first_attempt").Count);
    }

    private async Task OpenWithDeadRelayAsync(string? folder = null)
    {
        await _site.DisposeAsync();
        _site = Site.Open(new Dictionary<string, string?>(MailSettings.ToNobody(), StringComparer.Ordinal) { ["Health:Key"] = Key }, folder);
    }

    private async Task<HttpResponseMessage> ReadyAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/ready", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return await _site.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What the meter of one site measured.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<(string Name, double Value)> _seen = [];
        private readonly MeterListener _listener = new();

        public Heard(Site site)
        {
            var factory = site.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, to) =>
            {
                // Other sites of this test run have meters of the same name.
                if (instrument.Meter.Name == EnquiryMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    to.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
            _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
            _listener.Start();
        }

        public IReadOnlyList<double> Of(string name)
        {
            lock (_gate)
            {
                return [.. _seen.Where(one => one.Name == name).Select(one => one.Value)];
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Add(string name, double value)
        {
            lock (_gate)
            {
                _seen.Add((name, value));
            }
        }
    }

    /// <summary>Something to watch whose looks can be awaited.</summary>
    private sealed class Weather : IHealthCheck
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isFine;

        public bool IsFine { set => _isFine = value; }

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var result = _isFine ? HealthCheckResult.Healthy("The sun shines.") : HealthCheckResult.Degraded("It rains.");
            lock (_gate)
            {
                _looked.SetResult();
                _looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return Task.FromResult(result);
        }

        /// <summary>Waits for so many more looks.</summary>
        public async Task LookedAsync(int times)
        {
            for (var time = 0; time < times; time++)
            {
                Task next;
                lock (_gate)
                {
                    next = _looked.Task;
                }

                await next;
            }
        }
    }
}
