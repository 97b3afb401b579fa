using ClinicSite.Operations;

namespace ClinicSite.Tests.Operations;

public sealed class HeadStartTests
{
    /// <summary>In a start nobody hears what it throws: it would merely stop being of use.</summary>
    [Fact]
    public async Task Begin_ByItself_ComesToItsEnd() => await HeadStart.Begin().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
