using System.Globalization;
using ClinicSite.Shell.Seo;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ClinicSite.Shell.Errors;

/// <summary>
/// Every answer that is an error and has no page of its own gets one here, in the site's own layout. It needs nothing but
/// the settings, so it stands when the database does not.
/// </summary>
public sealed class ErrorsController : Controller
{
    // No verb: a refused PUT is re-executed here as a PUT. Asked for by its own address it is an unknown page. No
    // parameter: binding one would read the body again, which may be the very thing that was refused.
    [Route("/errors/{status:int}")]
    public IActionResult Error()
    {
        var status = int.Parse((string)HttpContext.GetRouteValue("status")!, CultureInfo.InvariantCulture);
        var wasReExecuted = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<IExceptionHandlerPathFeature>() is not null;
        var error = ErrorPage.For(wasReExecuted ? status : StatusCodes.Status404NotFound);
        Response.StatusCode = wasReExecuted ? status : StatusCodes.Status404NotFound;
        Response.Headers.CacheControl = "no-store";
        ViewData.SetPage(new SitePage("/errors", error.Title, error.WhatToDo, new DateOnly(2026, 11, 22)) { Listed = false });
        return View(error);
    }
}
