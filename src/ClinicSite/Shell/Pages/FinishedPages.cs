using ClinicSite.Shell.Security;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// Answers GET and HEAD for a page of the <see cref="PageBank"/> with its finished bytes, before anything else looks at
/// the request. Every other request goes on untouched.
/// </summary>
/// <remarks>
/// What stands behind it (routing, filters, views) would come to the same bytes; the tests compare. So it needs only what
/// decides about the answer: the method, the exact path, the site's own name, the coding and the tag. The query is not
/// read, because no shared page reads it. A browser may keep a page but asks each time whether it is still the same
/// (304, a few hundred bytes): a page must never outlive the fingerprinted files it names.
/// </remarks>
public sealed class FinishedPages(RequestDelegate next, PageBank bank, OwnNames names, SecurityPolicy policy, IOptions<PageOptions> options)
{
    /// <summary>
    /// Bytes copied in one piece. The pipe's own pieces have 4 KB, and the socket pays for each; one for the whole body would
    /// let whoever reads slowly hold a plain page's 66 KB in a buffer of 128.
    /// </summary>
    private const int Piece = 16 * 1024;

    private readonly bool _isOpen = !options.Value.AlwaysFresh;

    private readonly KeyValuePair<string, StringValues>[] _policy =
        [.. policy.Headers.Select(header => new KeyValuePair<string, StringValues>(header.Key, header.Value))];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        return _isOpen
            && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && bank.Find(request.Path.Value ?? "") is { } page
            && names.AskedFor(context)
                ? AnswerAsync(context, page)
                : next(context);
    }

    private Task AnswerAsync(HttpContext context, BankedPage page)
    {
        if (AcceptEncoding.Choose(page, context.Request.Headers.AcceptEncoding) is not { } form)
        {
            // For a second or two after a start it is plain alone: what stands behind can compress it as well.
            return page.Brotli is null ? next(context) : RefuseAsync(context);
        }

        var response = context.Response;
        var headers = response.Headers;
        headers.ETag = form.ETag;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = "public, no-cache";
        headers["Speculation-Rules"] = SpeculationRulesController.Header;
        foreach (var (name, value) in _policy)
        {
            headers[name] = value;
        }

        if (IsHeld(context.Request.Headers.IfNoneMatch, form.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = page.ContentType;
        headers.ContentEncoding = form.Coding;
        headers.ContentLength = form.Body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : SendAsync(response, form.Body, context.RequestAborted);
    }

    private static async Task SendAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Before the head is written, the server would keep what is copied and copy it again.
        await response.StartAsync(cancellationToken);
        var writer = response.BodyWriter;
        for (var rest = body.Span; !rest.IsEmpty;)
        {
            var room = writer.GetSpan(Math.Min(rest.Length, Piece));
            var length = Math.Min(rest.Length, room.Length);
            rest[..length].CopyTo(room);
            writer.Advance(length);
            rest = rest[length..];
        }

        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>RFC 9110, section 13.1.2: the weak comparison, any of a list, or any at all.</summary>
    private static bool IsHeld(StringValues header, string tag) =>
        header.Count > 0
        && (header.ToString() == tag
            || (EntityTagHeaderValue.TryParseList(header, out var held)
                && held.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Tag.Equals(tag, StringComparison.Ordinal))));

    /// <summary>As for any other answer that is an error: the site's own page, in the only form there is.</summary>
    private Task RefuseAsync(HttpContext context)
    {
        context.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature { OriginalPathBase = "", OriginalPath = context.Request.Path });
        context.Request.Path = $"/errors/{StatusCodes.Status406NotAcceptable}";
        return next(context);
    }
}
