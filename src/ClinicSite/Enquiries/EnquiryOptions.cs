using System.ComponentModel.DataAnnotations;

namespace ClinicSite.Enquiries;

/// <summary>How enquiries are answered and told to staff, section <c>Enquiries</c>.</summary>
public sealed class EnquiryOptions
{
    public const string Section = "Enquiries";

    /// <summary>Send the patient a short acknowledgement.</summary>
    public bool Acknowledge { get; init; } = true;

    /// <summary>The promise on the page: an answer within so many hours of opening time.</summary>
    [Range(1, 80, ErrorMessage = "Enquiries:ReplyWithinWorkingHours must be between 1 and 80, for example 8.")]
    public int ReplyWithinWorkingHours { get; init; } = 8;

    /// <summary>What the staff mail holds.</summary>
    [EnumDataType(typeof(StaffMailContent), ErrorMessage = "Enquiries:StaffMail must be Full or ReferenceOnly.")]
    public StaffMailContent StaffMail { get; init; } = StaffMailContent.Full;
}

public enum StaffMailContent
{
    /// <summary>Everything the patient wrote.</summary>
    Full = 1,

    /// <summary>Reference and how to call back, for mailboxes that may not hold health text.</summary>
    ReferenceOnly = 2,
}
