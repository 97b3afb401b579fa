namespace ClinicSite.Enquiries;

/// <summary>What staff see as one kind of enquiry, said once for lists, commands and digests.</summary>
public static class EnquiryQueries
{
    /// <summary>Never set aside by the spam screen, or released since.</summary>
    public static IQueryable<Enquiry> Accepted(this IQueryable<Enquiry> enquiries) =>
        enquiries.Where(enquiry => enquiry.Status != EnquiryStatus.Quarantined);

    /// <summary>Accepted, neither answered nor closed.</summary>
    public static IQueryable<Enquiry> Unanswered(this IQueryable<Enquiry> enquiries) =>
        enquiries.Accepted().Where(enquiry => enquiry.Desk == DeskState.New);

    /// <summary>Unanswered although the promised time has passed.</summary>
    public static IQueryable<Enquiry> Overdue(this IQueryable<Enquiry> enquiries, DateTimeOffset now) =>
        enquiries.Unanswered().Where(enquiry => enquiry.ReplyDue < now);

    /// <summary>Set aside by the spam screen, and nobody has decided yet.</summary>
    public static IQueryable<Enquiry> Undecided(this IQueryable<Enquiry> enquiries) =>
        enquiries.Where(enquiry => enquiry.Status == EnquiryStatus.Quarantined && enquiry.Desk == DeskState.New);
}
