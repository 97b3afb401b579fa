using System.Globalization;

namespace ClinicSite.Benchmarks.Load;

/// <summary>
/// How much is measured: <c>--posts</c> in each of <c>--rounds</c>, over <c>--connections</c>; <c>--site</c> is a published
/// site, instead of publishing one.
/// </summary>
internal sealed record Numbers(int Posts, int Rounds, int Connections, string? Site = null)
{
    public static Numbers From(string[] arguments)
    {
        var numbers = new Numbers(Posts: 2000, Rounds: 3, Connections: 16);
        foreach (var pair in arguments.Chunk(2))
        {
            numbers = pair switch
            {
                ["--posts", var posts] => numbers with { Posts = int.Parse(posts, CultureInfo.InvariantCulture) },
                ["--rounds", var rounds] => numbers with { Rounds = int.Parse(rounds, CultureInfo.InvariantCulture) },
                ["--connections", var connections] => numbers with { Connections = int.Parse(connections, CultureInfo.InvariantCulture) },
                ["--site", var folder] => numbers with { Site = folder },
                _ => throw new ArgumentException($"\"{string.Join(' ', pair)}\" is none of --posts N, --rounds N, --connections N, --site FOLDER."),
            };
        }

        return numbers;
    }
}
