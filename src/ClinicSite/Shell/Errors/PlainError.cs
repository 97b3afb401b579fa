using System.Text.Encodings.Web;
using ClinicSite.Clinic;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ClinicSite.Shell.Errors;

/// <summary>
/// The last answer when even the error page cannot be rendered: a page made of constants and the clinic's number.
/// </summary>
public sealed class PlainError(RequestDelegate next, IOptions<ClinicOptions> clinic, HtmlEncoder encoder)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
#pragma warning disable CA1031 // because this is the outermost answer: whatever reached it has been logged by the handler inside
        catch (Exception) when (!context.Response.HasStarted && context.Features.Get<IExceptionHandlerFeature>() is not null)
#pragma warning restore CA1031
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/html; charset=utf-8";
            var (name, phone) = (encoder.Encode(clinic.Value.Name), encoder.Encode(clinic.Value.Phone));
            await context.Response.WriteAsync(
                $"<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Something went wrong – {name}</title><main><h1>Something went wrong on our side</h1><p>Try again in a minute, or call {name} on {phone}.</p></main></html>",
                context.RequestAborted);
        }
    }
}
