using System.Globalization;
using ClinicSite.Clinic;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using ClinicSite.Shell.Seo;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClinicSite.Enquiries;

/// <summary>The form, what comes of it, and the privacy page that states what is done with it.</summary>
[Route("consultation")]
public sealed partial class EnquiriesController(
    FormTokens tokens,
    SpamScreen screen,
    EnquiryRates rates,
    EnquiryIntake intake,
    IOptions<ClinicOptions> clinic,
    ILogger<EnquiriesController> log) : Controller
{
    /// <summary>Under this key the view finds the partial that says why nothing was stored.</summary>
    public const string NoticeKey = "Notice";

    /// <summary>A token or a reference is for one visitor; going back shows it again from memory.</summary>
    private const string NotShared = "private, no-cache";

    private static readonly TimeSpan RetryAfterBusy = TimeSpan.FromMinutes(1);

    /// <param name="about">Preselects the interest, from a treatment page's link.</param>
    [HttpRead("")]
    public IActionResult Consultation(string? about) => Form(new EnquiryForm { Interest = about });

    [HttpPost("")]
    [Consumes("application/x-www-form-urlencoded")]
    [TypeFilter<ReadableForm>]
    public async Task<IActionResult> Consultation([FromForm(Name = "")] EnquiryForm form)
    {
        // After binding, so that the refusal can give the form back with everything typed.
        var remote = HttpContext.Connection.RemoteIpAddress;
        if (rates.Knock(remote) is { } wait)
        {
            LogTooMany();
            return Refuse(form, StatusCodes.Status429TooManyRequests, wait, "_TooMany");
        }

        RepeatedFields.Report(Request.Form, ModelState);
        var details = EnquiryReader.Read(form, ModelState);
        if (details is null)
        {
            return Return(form, StatusCodes.Status422UnprocessableEntity);
        }

        var token = tokens.Read(form.Token);
        try
        {
            var reference = await intake.TakeAsync(details, token, screen.Score(form, details, token, Request), remote);
            Response.Headers.Location = $"/consultation/received/{Reference.Show(reference, clinic.Value.ReferencePrefix)}";
            return StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (StorageBusyException busy)
        {
            LogNotStored(busy);
            return Refuse(form, StatusCodes.Status503ServiceUnavailable, RetryAfterBusy, "_NotStored");
        }
        catch (DayFullException full)
        {
            LogDayFull();
            return Refuse(form, StatusCodes.Status503ServiceUnavailable, full.Wait, "_TooMany");
        }
    }

    [HttpRead("received/{reference}")]
    public async Task<IActionResult> Received(string? reference, [FromServices] IDbContextFactory<EnquiryDb> databases, CancellationToken cancellation)
    {
        if (Reference.Parse(reference) is not { } bare)
        {
            return NotFound();
        }

        await using var database = await databases.CreateDbContextAsync(cancellation);
        var replyDue = await database.Enquiries.Where(enquiry => enquiry.Reference == bare)
            .Select(enquiry => (DateTimeOffset?)enquiry.ReplyDue).FirstOrDefaultAsync(cancellation);
        if (replyDue is null)
        {
            return NotFound();
        }

        ViewData.SetPage(EnquiryPages.Received);
        Response.Headers.CacheControl = NotShared;
        return View(new ReceivedPage(Reference.Show(bare, clinic.Value.ReferencePrefix), replyDue.Value));
    }

    [HttpRead("/privacy")]
    public IActionResult Privacy() => View();

    /// <summary>Nothing was stored: the form as it was typed, below a notice with the other ways to reach the clinic.</summary>
    private ViewResult Refuse(EnquiryForm form, int status, TimeSpan wait, string notice)
    {
        ViewData[NoticeKey] = notice;
        Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Return(form, status);
    }

    /// <summary>The form with the visitor's words in it, which no cache may hold.</summary>
    private ViewResult Return(EnquiryForm form, int status)
    {
        ViewData.SetHasErrors();
        Response.StatusCode = status;
        return Form(form, "no-store");
    }

    /// <summary>The form as it was typed. A token that is ours is kept, so that a corrected form is still the same visit.</summary>
    private ViewResult Form(EnquiryForm form, string cacheControl = NotShared)
    {
        form.Token = tokens.Read(form.Token) is null ? tokens.Issue() : form.Token;
        Response.Headers.CacheControl = cacheControl;
        return View(nameof(Consultation), form);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A post was refused: too many from one address")]
    private partial void LogTooMany();

    [LoggerMessage(Level = LogLevel.Error, Message = "An enquiry was refused: as many as Enquiries:Screening:DailyRows allows came within 24 hours")]
    private partial void LogDayFull();

    [LoggerMessage(Level = LogLevel.Error, Message = "An enquiry could not be stored, and the visitor was asked to try again or to call")]
    private partial void LogNotStored(Exception busy);
}

/// <param name="Reference">As it is shown.</param>
/// <param name="ReplyDue">The promised latest answer.</param>
public sealed record ReceivedPage(string Reference, DateTimeOffset ReplyDue);
