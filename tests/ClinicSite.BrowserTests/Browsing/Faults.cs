namespace ClinicSite.BrowserTests.Browsing;

public static class Faults
{
    /// <summary>Fails with every fault in full, each on its line: page, rule, place.</summary>
    public static void None(IEnumerable<string> faults)
    {
        var all = faults.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} faults:\n{string.Join('\n', all)}");
    }
}
