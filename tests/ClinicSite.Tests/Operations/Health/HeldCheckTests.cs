using ClinicSite.Operations.Health;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace ClinicSite.Tests.Operations.Health;

public sealed class HeldCheckTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Site.Start);
    private readonly Counting _counting = new();
    private readonly HeldCheck<Counting> _held;

    public HeldCheckTests() => _held = new HeldCheck<Counting>(_counting, _clock);

    public void Dispose() => _held.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4.9, 1)]
    [InlineData(5, 2)]
    public async Task Ask_AgainAfter_MakesTheCheckAnew(double seconds, int made)
    {
        await AskAsync();
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal($"made {made}", (await AskAsync()).Description);
    }

    [Fact]
    public async Task Ask_AfterTheClockWasSetBack_MakesTheCheckAnew()
    {
        await AskAsync();
        _clock.AdjustTime(Site.Start.AddHours(-1));
        Assert.Equal("made 2", (await AskAsync()).Description);
    }

    [Fact]
    public async Task Ask_WhileOneIsBeingMade_WaitsForItsAnswer()
    {
        _counting.Open = new TaskCompletionSource();
        var first = AskAsync();
        var second = AskAsync();
        _counting.Open.SetResult();
        Assert.Equal(["made 1", "made 1"], [(await first).Description, (await second).Description]);
    }

    [Fact]
    public async Task Ask_AfterOneThatFailed_MakesTheCheckAnew()
    {
        _counting.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(AskAsync);
        _counting.Fails = false;
        Assert.Equal("made 2", (await AskAsync()).Description);
    }

    private Task<HealthCheckResult> AskAsync() => _held.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private sealed class Counting : IHealthCheck
    {
        private int _made;

        public bool Fails { get; set; }

        public TaskCompletionSource? Open { get; set; }

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var made = ++_made;
            await (Open?.Task ?? Task.CompletedTask);
            return Fails ? throw new InvalidOperationException("It cannot be made.") : HealthCheckResult.Healthy($"made {made}");
        }
    }
}
