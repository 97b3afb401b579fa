namespace ClinicSite.Evidence;

/// <summary>
/// What one page cites, in the order of reading: sources get their numbers when first cited. Lives as long as the
/// request, so the list at the foot of the page must stand after the last citation.
/// </summary>
public sealed class Citations(EvidenceRegister register)
{
    private readonly List<Source> _sources = [];
    private readonly List<Claim> _claims = [];

    public IReadOnlyList<Source> Sources => _sources;

    public IReadOnlyList<Claim> Claims => _claims;

    public bool HasCareAdvice => _claims.Exists(claim => claim.Kind == ClaimKind.Care);

    /// <summary>Notes the claim and gives the page's numbers of its sources, counted from 1.</summary>
    /// <exception cref="RegisterException">No claim has this id.</exception>
    public IReadOnlyList<int> Cite(string claimId)
    {
        var claim = register.Claim(claimId);
        if (!_claims.Contains(claim))
        {
            _claims.Add(claim);
        }

        return [.. claim.Sources.Select(NumberOf)];
    }

    private int NumberOf(string sourceId)
    {
        var source = register.Source(sourceId);
        var index = _sources.IndexOf(source);
        if (index < 0)
        {
            _sources.Add(source);
            index = _sources.Count - 1;
        }

        return index + 1;
    }
}
