using System.Diagnostics;

namespace ClinicSite.Tests.Enquiries.Promises;

/// <param name="At">When it was due to be sent.</param>
/// <param name="Took">From when it was due, so a site that falls behind does not hide it.</param>
internal sealed record Post(string Reference, DateTimeOffset At, TimeSpan Took);

/// <summary>Visitors who come at their own pace, whether or not the earlier ones have been answered.</summary>
internal static class Pace
{
    public static async Task<IReadOnlyList<Post>> PostAsync(HttpClient visitor, int count, int aSecond, Func<int, Visit> visits, int first = 1)
    {
        var filledIn = Enumerable.Range(first, count).Select(visits).ToList();
        var references = new string[count];
        var started = TimeProvider.System.GetUtcNow();
        var took = await KeepAsync(count, aSecond, async index => references[index] = await filledIn[index].SendAsync(visitor));
        return [.. took.Select((each, index) => new Post(references[index], started + Due(index, aSecond), each))];
    }

    /// <returns>How long each took from the moment it was due.</returns>
    public static async Task<IReadOnlyList<TimeSpan>> KeepAsync(int count, int aSecond, Func<int, Task> ask)
    {
        var clock = Stopwatch.StartNew();
        var asked = new List<Task<TimeSpan>>();
        for (var index = 0; index < count; index++)
        {
            var (number, due) = (index, Due(index, aSecond));
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed, TestContext.Current.CancellationToken);
            }

            asked.Add(Task.Run(async () =>
            {
                await ask(number);
                return clock.Elapsed - due;
            }));
        }

        return await Task.WhenAll(asked);
    }

    private static TimeSpan Due(int index, int aSecond) => TimeSpan.FromSeconds((double)index / aSecond);
}
