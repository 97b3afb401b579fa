using ClinicSite.Evidence;

namespace ClinicSite.Guides;

/// <summary>
/// The claims register as its page shows it on one day of the clinic's calendar: each claim once, its sources by their
/// number in one list at the foot.
/// </summary>
public sealed record RegisterListing
{
    public required DateOnly Today { get; init; }

    /// <summary>Findings first, then warnings, then care advice, each from strong to weak; inside each the order of the register.</summary>
    public required IReadOnlyList<RegisterGroup> Groups { get; init; }

    /// <summary>Numbered from 1, as the claims name them.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }

    /// <summary>When most claims were checked and are due: only the others say their own.</summary>
    public required (DateOnly Checked, DateOnly NextReview) UsualDates { get; init; }

    public IEnumerable<RegisterEntry> Entries => Groups.SelectMany(group => group.Entries);

    public static RegisterListing On(DateOnly today, EvidenceRegister register)
    {
        var overdue = register.Overdue(today).ToHashSet();
        var numbers = register.Sources.Index().ToDictionary(source => source.Item.Id, source => source.Index + 1, StringComparer.Ordinal);
        var usual = register.Claims.CountBy(claim => (claim.Checked, claim.NextReview)).MaxBy(dates => dates.Value).Key;
        var entries = register.Claims.Select(claim => new RegisterEntry
        {
            Claim = claim,
            Sources = [.. claim.Sources.Select(id => numbers[id]).Order()],
            AwaitsCheck = register.AwaitsCheck(claim),
            IsOverdue = overdue.Contains(claim),
            HasUsualDates = (claim.Checked, claim.NextReview) == usual,
        });
        var groups = entries.GroupBy(entry => (entry.Claim.Kind, entry.Claim.Strength))
            .OrderBy(group => group.Key.Kind).ThenByDescending(group => group.Key.Strength)
            .Select(group => new RegisterGroup(group.Key.Kind, group.Key.Strength, [.. group]));
        return new() { Today = today, Groups = [.. groups], Sources = register.Sources, UsualDates = usual };
    }
}

public sealed record RegisterGroup(ClaimKind Kind, Strength? Strength, IReadOnlyList<RegisterEntry> Entries);

public sealed record RegisterEntry
{
    public required Claim Claim { get; init; }

    /// <summary>The numbers of its sources in the list at the foot.</summary>
    public required IReadOnlyList<int> Sources { get; init; }

    /// <summary>A source was read only in a copy. Care advice has none and says so in its own words.</summary>
    public required bool AwaitsCheck { get; init; }

    public required bool IsOverdue { get; init; }

    public required bool HasUsualDates { get; init; }
}
