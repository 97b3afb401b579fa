using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClinicSite.Enquiries;

/// <summary>
/// Reads the posted form before anything is bound, so that a body which is too large, has too many or too long values, or
/// is no form at all, is answered as that and not as a list of missing fields.
/// </summary>
/// <remarks>
/// The framework refuses a whole form for one U+0000 in it, and everything typed would be gone; it is dropped here before,
/// as every other control character is later. And it takes a charset from whoever posts, and fails at one that it does not
/// know or that .NET refuses: our page is UTF-8, so what its form sends is, whatever the header says.
/// </remarks>
public sealed class ReadableForm : IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        try
        {
            context.HttpContext.Request.ContentType = "application/x-www-form-urlencoded";
            await DropNullsAsync(context.HttpContext.Request, context.HttpContext.RequestAborted);
            await context.HttpContext.Request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException refused)
        {
            context.Result = new StatusCodeResult(refused.StatusCode);
            return;
        }
        catch (InvalidDataException)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
            return;
        }

        await next();
    }

    private static async Task DropNullsAsync(HttpRequest request, CancellationToken cancellation)
    {
        // The server's limit on the body holds while it is copied.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        var kept = DropNulls(body.GetBuffer().AsSpan(0, (int)body.Length));
        request.Body = new MemoryStream(body.GetBuffer(), 0, kept);
    }

    /// <summary>Takes every U+0000 out, raw or as <c>%00</c>, also those that only form when one between their parts is gone.</summary>
    /// <param name="body">What is kept stands at its beginning afterwards.</param>
    /// <returns>How many bytes are kept.</returns>
    /// <remarks>In one pass: nobody has been counted yet when this runs, so what it costs must not depend on what was sent.</remarks>
    internal static int DropNulls(Span<byte> body)
    {
        var kept = 0;
        foreach (var one in body)
        {
            if (one == 0)
            {
                continue;
            }

            body[kept++] = one;
            if (body[..kept].EndsWith("%00"u8))
            {
                kept -= 3;
            }
        }

        return kept;
    }
}
