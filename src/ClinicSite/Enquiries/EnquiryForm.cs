namespace ClinicSite.Enquiries;

/// <summary>
/// What a visitor may type: raw, exactly as it came. <see cref="EnquiryReader"/> turns it into details or into messages;
/// nothing else may store it, and it is never bound to an entity.
/// </summary>
public sealed class EnquiryForm
{
    public string? FullName { get; set; }

    public string? ReachBy { get; set; }

    public string? Email { get; set; }

    /// <summary>Ticked by someone whose address looks mistyped and is not.</summary>
    public string? EmailIsRight { get; set; }

    public string? Phone { get; set; }

    public string? MayLeaveVoicemail { get; set; }

    public string? MayNameClinic { get; set; }

    public string? BestTime { get; set; }

    public string? Interest { get; set; }

    public string? Message { get; set; }

    public string? IsAdult { get; set; }

    public string? Consent { get; set; }

    /// <summary>A box no person sees; whoever fills it is a program.</summary>
    public string? Website { get; set; }

    /// <summary>The signed form token, see <see cref="FormTokens"/>.</summary>
    public string? Token { get; set; }

    public static readonly string Ticked = "true";
}
