namespace ClinicSite.Evidence;

/// <summary>What a claim does on the page.</summary>
public enum ClaimKind
{
    /// <summary>A finding, in favour of a treatment or against it.</summary>
    Finding,

    /// <summary>A warning or a limit: shown at once, even while its source awaits a check.</summary>
    Warning,

    /// <summary>Everyday care advice without a citable source, until a clinician has confirmed it.</summary>
    Care,
}

/// <summary>How sure the evidence makes us; the words of the meter.</summary>
public enum Strength
{
    VeryLimited = 1,
    Limited = 2,
    Moderate = 3,
    Strong = 4,
}

/// <summary>One clinical statement of this site, whatever the sentence around it.</summary>
public sealed record Claim
{
    public required string Id { get; init; }

    /// <summary>What is claimed, in one plain sentence.</summary>
    public required string Gist { get; init; }

    public required ClaimKind Kind { get; init; }

    /// <summary>Null for care advice, which has no study behind it to weigh.</summary>
    public Strength? Strength { get; init; }

    /// <summary>Empty for care advice; the generated reader hands over null where the file names none.</summary>
    public IReadOnlyList<string> Sources { get; init => field = value ?? []; } = [];

    public required DateOnly Checked { get; init; }

    public required DateOnly NextReview { get; init; }

    /// <summary>The role that answers for it; never a person's name.</summary>
    public required string Owner { get; init; }
}
