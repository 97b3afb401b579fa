namespace ClinicSite.Clinic;

/// <summary>
/// The clinic's own facts, section <c>Clinic</c>. Nothing about the business stands in a view: what is not set here
/// is not shown, and nothing is ever made up in its place.
/// </summary>
public sealed class ClinicOptions
{
    public const string Section = "Clinic";

    public string Name { get; init; } = "";

    /// <summary>The name as it stands after a page title, short enough for a browser tab.</summary>
    public string ShortName { get; init; } = "";

    /// <summary>The address of this site as visitors type it, without a path: <c>https://www.example.org</c>.</summary>
    public string SiteUrl { get; init; } = "";

    /// <summary>The letters in front of an enquiry's reference.</summary>
    public string ReferencePrefix { get; init; } = "EB";

    public string Phone { get; init; } = "";

    /// <summary>What a telephone dials on touch, such as <c>tel:+441632960000</c>.</summary>
    public string PhoneLink => $"tel:{string.Concat(Phone.Where(letter => letter == '+' || char.IsAsciiDigit(letter)))}";

    /// <summary>As a sentence shows it: in one piece, unless it does not fit into a line.</summary>
    public string PhoneInText => Phone.Replace(' ', '\u00A0');

    public string Email { get; init; } = "";

    /// <summary>Where a weakness of this site may be reported, an address with its scheme; null for <see cref="Email"/>.</summary>
    public string? SecurityContact { get; init; }

    public IReadOnlyList<string> AddressLines { get; init; } = [];

    public string? Directions { get; init; }

    public string? StepFreeAccess { get; init; }

    /// <summary>IANA name, such as <c>Europe/London</c>; every time shown to a person is in this zone.</summary>
    public string TimeZone { get; init; } = "";

    public string? Country { get; init; }

    /// <summary>Day of the week to hours, such as <c>"Monday": "09:00-17:30"</c>; a day that is missing is closed.</summary>
    public IReadOnlyDictionary<string, string> OpeningHours { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Dates on which the clinic is closed, <c>2026-12-25</c>.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>The number for a medical emergency in this country.</summary>
    public string EmergencyNumber { get; init; } = "";

    /// <summary>Whom a treated patient calls when something looks wrong and it cannot wait: one sentence.</summary>
    public string UrgentAdvice { get; init; } = "";

    /// <summary>The same when the clinic is closed: one sentence.</summary>
    public string OutOfHoursAdvice { get; init; } = "";

    public string? ComplaintsRoute { get; init; }

    public IReadOnlyList<Registration> Registrations { get; init; } = [];

    public IReadOnlyList<Person> People { get; init; } = [];

    /// <summary>True only where <see cref="People"/> names a dermatologist: search engines are told so.</summary>
    public bool HasDermatologist { get; init; }

    public IReadOnlyList<Price> Prices { get; init; } = [];

    public IReadOnlyList<Device> Devices { get; init; } = [];

    /// <summary>Treatments the clinic offers, by their names in the list of treatments, such as <c>microneedling</c>.</summary>
    public IReadOnlyList<string> Offers { get; init; } = [];

    /// <summary>The clinician who checked the medical pages; null until there is one.</summary>
    public Reviewer? Reviewer { get; init; }
}

/// <summary>An entry in an official register that anyone can look up.</summary>
public sealed record Registration
{
    public required string Body { get; init; }

    public required string Number { get; init; }

    public string? Url { get; init; }
}

public sealed record Person
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public string? Registration { get; init; }

    public string? About { get; init; }
}

public sealed record Price
{
    public required string Item { get; init; }

    /// <summary>As it is to be read, currency included: <c>£180</c>.</summary>
    public required string Amount { get; init; }

    public string? Note { get; init; }

    /// <summary>The treatment it belongs to, by its name in the list of treatments, such as <c>microneedling</c>.</summary>
    public string? Treatment { get; init; }
}

public sealed record Device
{
    public required string Name { get; init; }

    /// <summary>The treatment it belongs to, by its name in the list of treatments, such as <c>microneedling</c>.</summary>
    public required string Treatment { get; init; }

    public string? Note { get; init; }
}

public sealed record Reviewer
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public required string Registration { get; init; }

    public required DateOnly Reviewed { get; init; }

    public required DateOnly NextReview { get; init; }
}
