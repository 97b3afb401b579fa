using System.Globalization;
using ClinicSite.Tests.Enquiries.Promises;

[assembly: AssemblyFixture(typeof(PromiseTable))]

namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>
/// What the promises P1 to P7 measured in this run. Each test notes its own line before it judges it, so a broken promise
/// shows its figure too. The table is <c>promises.md</c> beside the test program; the CI prints it.
/// </summary>
public sealed class PromiseTable : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly SortedDictionary<string, string> Lines = new(StringComparer.Ordinal);

    private static readonly string Place = Path.Combine(AppContext.BaseDirectory, "promises.md");

    public PromiseTable() => File.Delete(Place);

    public static void Note(string promise, string measured, FormattableString figure)
    {
        var line = $"| {promise} | {measured} | {figure.ToString(CultureInfo.InvariantCulture)} |";
        lock (Gate)
        {
            Lines[$"{promise} {measured}"] = line;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(line);
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (Lines.Count > 0)
            {
                File.WriteAllLines(Place, ["| promise | measured | figure |", "|---|---|---|", .. Lines.Values]);
            }
        }
    }
}
