using System.Text;
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
        // Latin-1 keeps every byte as it is. The server's limit on the body holds while it is copied.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        var text = Encoding.Latin1.GetString(body.GetBuffer(), 0, (int)body.Length);
        while (text.Contains('\0', StringComparison.Ordinal) || text.Contains("%00", StringComparison.Ordinal))
        {
            text = text.Replace("\0", "", StringComparison.Ordinal).Replace("%00", "", StringComparison.Ordinal);
        }

        request.Body = new MemoryStream(Encoding.Latin1.GetBytes(text));
    }
}
