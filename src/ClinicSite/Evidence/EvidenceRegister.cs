using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ClinicSite.Evidence;

/// <summary>
/// The claims register. Every clinical sentence on the site belongs to a claim here and every claim to its sources, so
/// that a page cannot say what nobody can trace.
/// </summary>
/// <remarks>
/// The register is built once at start from the files <c>sources.json</c> and <c>Claims/*.json</c> in this folder, which
/// are embedded in the program. Whatever is wrong in them (a file that does not parse, a claim without its source, a
/// source without identifier, an id twice) is collected and thrown as one <see cref="RegisterException"/>, so the
/// program does not start. A review date that has passed is not wrong: it is told by <see cref="Overdue"/>.
/// </remarks>
public sealed class EvidenceRegister
{
    private readonly FrozenDictionary<string, Source> _sources;
    private readonly FrozenDictionary<string, Claim> _claims;

    public EvidenceRegister(IEnumerable<Source> sources, IEnumerable<Claim> claims)
    {
        Sources = [.. sources];
        Claims = [.. claims];
        var problems = ProblemsIn(Sources, Claims).ToList();
        if (problems.Count > 0)
        {
            throw new RegisterException(problems);
        }

        _sources = Sources.ToFrozenDictionary(source => source.Id, StringComparer.Ordinal);
        _claims = Claims.ToFrozenDictionary(claim => claim.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<Source> Sources { get; }

    public IReadOnlyList<Claim> Claims { get; }

    /// <exception cref="RegisterException">A file does not parse, or its content breaks a rule of the register.</exception>
    public static EvidenceRegister Load() =>
        new(Read(RegisterJson.Default.ListSource, name => name.EndsWith(".Evidence.sources.json", StringComparison.Ordinal)),
            Read(RegisterJson.Default.ListClaim, name => name.Contains(".Evidence.Claims.", StringComparison.Ordinal)));

    /// <exception cref="RegisterException">No claim has this id; the message names it.</exception>
    public Claim Claim(string id) =>
        _claims.GetValueOrDefault(id) ?? throw new RegisterException([$"The claim \"{id}\" is cited but is not in the register."]);

    public Source Source(string id) => _sources[id];

    /// <summary>True while any of its sources was read only in a copy: a clinician or editor still has to check it.</summary>
    public bool AwaitsCheck(Claim claim) => claim.Sources.Any(id => _sources[id].Read == SourceReading.Copy);

    public IEnumerable<Claim> Overdue(DateOnly today) => Claims.Where(claim => claim.NextReview < today);

    internal static IReadOnlyList<T> Parse<T>(JsonTypeInfo<List<T>> entries, string name, Stream file)
    {
        try
        {
            return JsonSerializer.Deserialize(file, entries) ?? [];
        }
        catch (JsonException broken)
        {
            throw new RegisterException([$"{name} does not parse: {broken.Message}"]);
        }
    }

    private static IEnumerable<T> Read<T>(JsonTypeInfo<List<T>> entries, Predicate<string> isWanted)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => isWanted(name)).Order(StringComparer.Ordinal))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var entry in Parse(entries, name, file))
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<string> ProblemsIn(IReadOnlyList<Source> sources, IReadOnlyList<Claim> claims)
    {
        foreach (var id in Repeated(sources.Select(source => source.Id)).Concat(Repeated(claims.Select(claim => claim.Id))))
        {
            yield return $"\"{id}\" stands in the register twice.";
        }

        foreach (var source in sources.Where(source => !source.HasIdentifier))
        {
            yield return $"The source \"{source.Id}\" has no identifier: give a DOI, PMID, PMCID, register number, journal reference or the body's own page.";
        }

        var known = sources.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        var used = claims.SelectMany(claim => claim.Sources).ToHashSet(StringComparer.Ordinal);
        foreach (var source in sources.Where(source => !used.Contains(source.Id)))
        {
            yield return $"The source \"{source.Id}\" carries no claim: remove it or name it in one.";
        }

        foreach (var claim in claims)
        {
            foreach (var id in claim.Sources.Where(id => !known.Contains(id)))
            {
                yield return $"The claim \"{claim.Id}\" names the source \"{id}\", which is not in sources.json.";
            }

            if (claim.Kind == ClaimKind.Care ? claim.Sources.Count > 0 || claim.Strength is not null : claim.Sources.Count == 0 || claim.Strength is null)
            {
                yield return $"The claim \"{claim.Id}\" must have sources and a strength, or be of the kind \"care\" and have neither.";
            }

            if (claim.NextReview <= claim.Checked)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"The claim \"{claim.Id}\" is reviewed next on {claim.NextReview:yyyy-MM-dd}, which is not after it was checked.");
            }
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> ids) =>
        ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
}

/// <summary>The register breaks its own rules; each problem names the entry.</summary>
public sealed class RegisterException(IReadOnlyList<string> problems)
    : Exception("The claims register is not in order:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}")))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
