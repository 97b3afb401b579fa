namespace ClinicSite.Tests.Speech;

/// <summary>A list of faults in sentences is told whole: the runner would cut each to fifty letters and the list to five.</summary>
public static class Faults
{
    public static void None(IEnumerable<string> faults)
    {
        var list = faults.ToList();
        Assert.True(list.Count == 0, string.Join(Environment.NewLine, list));
    }
}
