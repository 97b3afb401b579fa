using ClinicSite.Clinic;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using ClinicSite.Shell.Seo;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries.Desk;

/// <summary>Where the links in staff mails lead: a visit shows the enquiry's state and a button, the button acts.</summary>
[Route("desk/{token}")]
public sealed partial class DeskController(DeskLinks links, EnquiryDesk desk, IOptions<ClinicOptions> clinic, ILogger<DeskController> log) : Controller
{
    private static readonly SitePage Listing =
        new("/desk", "For staff", "One step with one enquiry.", new DateOnly(2026, 11, 22)) { Listed = false };

    [HttpRead("")]
    public async Task<IActionResult> Show(string? token, CancellationToken cancellation) =>
        links.Read(token) is { } link ? Page(link, await desk.FindAsync(link.EnquiryId, cancellation)) : NotOurs();

    [HttpPost("")]
    public async Task<IActionResult> Act(string? token, CancellationToken cancellation)
    {
        if (links.Read(token) is not { } link)
        {
            return NotOurs();
        }

        var enquiry = await desk.FindAsync(link.EnquiryId, cancellation);
        if (enquiry is null || link.HasExpired)
        {
            return Page(link, enquiry);
        }

        try
        {
            await (link.Act switch
            {
                DeskAct.Release => desk.ReleaseAsync(enquiry.Reference, cancellation),
                DeskAct.Reopen => desk.ReopenAsync(enquiry.Reference, cancellation),
                DeskAct.Close => desk.SettleAsync(enquiry.Reference, DeskState.Closed, cancellation),
                _ => desk.SettleAsync(enquiry.Reference, DeskState.Answered, cancellation),
            });
        }
        catch (StorageBusyException busy)
        {
            LogNotChanged(Shown(enquiry), busy);
            // Nothing was changed; the same button can be pressed again.
            Response.Headers.RetryAfter = "60";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Response.Headers.Location = Request.Path.Value;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private ViewResult Page(DeskLink link, Enquiry? enquiry)
    {
        var page = new DeskPage(link, enquiry is null ? null : Shown(enquiry), enquiry);
        if (page.MayUndo)
        {
            // It counts from the tap that it takes back.
            page = page with { Undo = new Uri(links.To(DeskAct.Reopen, enquiry!, enquiry!.DeskChanged!.Value)).AbsolutePath };
        }

        return Page("Act", page, page.CanAct || page.IsDone ? StatusCodes.Status200OK : StatusCodes.Status410Gone);
    }

    /// <summary>Most often a link that was cut or grew while it was copied: staff are told what to do, not that a page is missing.</summary>
    private ViewResult NotOurs() => Page("NotOurs", null, StatusCodes.Status404NotFound);

    private ViewResult Page(string view, DeskPage? page, int status)
    {
        ViewData.SetPage(Listing);
        Response.Headers.CacheControl = "no-store";
        Response.StatusCode = status;
        return View($"/Enquiries/Desk/{view}.cshtml", page);
    }

    private string Shown(Enquiry enquiry) => Reference.Show(enquiry.Reference, clinic.Value.ReferencePrefix);

    [LoggerMessage(Level = LogLevel.Error, Message = "Enquiry {Reference} could not be changed from a link; the same button can be pressed again")]
    private partial void LogNotChanged(string reference, Exception busy);
}

/// <summary>What the page shows: the reference and its state, nothing of what was written.</summary>
/// <param name="Reference">As it is shown; null when the enquiry is no longer stored.</param>
public sealed record DeskPage(DeskLink Link, string? Reference, Enquiry? Enquiry)
{
    /// <summary>What the link is for has happened already.</summary>
    public bool IsDone => Enquiry is not null && Link.Act switch
    {
        DeskAct.Release => Enquiry.Status != EnquiryStatus.Quarantined,
        DeskAct.Close => Enquiry.Desk == DeskState.Closed,
        DeskAct.Reopen => Enquiry.Desk == DeskState.New,
        _ => Enquiry.Desk == DeskState.Answered,
    };

    /// <summary>A tap on "Mark as answered" can be taken back.</summary>
    public bool MayUndo => Link.Act == DeskAct.Answered && IsDone && !Link.HasExpired;

    /// <summary>Where that is done; null where it is not offered.</summary>
    public string? Undo { get; init; }

    public bool CanAct => Enquiry is not null && !IsDone && !Link.HasExpired;

    /// <summary>Completes "EB-XXXX-XXXX …".</summary>
    public string State => Enquiry switch
    {
        { Status: EnquiryStatus.Quarantined, Desk: DeskState.New } => "is in quarantine",
        { Desk: DeskState.Answered } => "is marked as answered",
        { Desk: DeskState.Closed } => "is closed",
        { Status: EnquiryStatus.Released } => "is out of quarantine and waits for an answer",
        _ => "waits for an answer",
    };
}
