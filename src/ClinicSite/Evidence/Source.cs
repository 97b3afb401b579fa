namespace ClinicSite.Evidence;

/// <summary>How far a source's own words were read before it was relied on.</summary>
public enum SourceReading
{
    /// <summary>The regulator's page, the journal page or the abstract itself was read.</summary>
    Primary,

    /// <summary>Only a third party's copy was read: shown as "awaiting check", never a headline in favour of a treatment.</summary>
    Copy,
}

/// <summary>A published source. It is found by at least one of: DOI, PMID, PMCID, register number, journal reference, the body's page.</summary>
public sealed record Source
{
    public required string Id { get; init; }

    /// <summary>Authors, title, and where there is no identifier of its own, the body that published it.</summary>
    public required string Text { get; init; }

    public required SourceReading Read { get; init; }

    /// <summary>Journal, year, volume and pages, as <c>JAMA Dermatol 2014;150:844-9</c>.</summary>
    public string? Journal { get; init; }

    public string? Doi { get; init; }

    public string? Pmid { get; init; }

    public string? Pmcid { get; init; }

    /// <summary>A number in an official register, such as <c>NCT02646917</c> or <c>FDA 510(k) K202243</c>.</summary>
    public string? Register { get; init; }

    /// <summary>The publishing body's own page.</summary>
    public string? Url { get; init; }

    public bool HasIdentifier => (Doi ?? Pmid ?? Pmcid ?? Register ?? Journal ?? Url) is not null;

    /// <summary>Where it was published, or else the number it is found by; null where the text names the body that published it.</summary>
    public string? Published => Journal ?? Register ?? (Pmid is null ? null : $"PubMed {Pmid}");

    /// <summary>The best address to read it at, or null when there is only a paper reference.</summary>
    public string? Link =>
        Doi is not null ? $"https://doi.org/{Doi}"
        : Pmid is not null ? $"https://pubmed.ncbi.nlm.nih.gov/{Pmid}/"
        : Pmcid is not null ? $"https://pmc.ncbi.nlm.nih.gov/articles/{Pmcid}/"
        : Url;
}
