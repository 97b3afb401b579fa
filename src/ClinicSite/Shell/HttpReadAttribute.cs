using Microsoft.AspNetCore.Mvc.Routing;

namespace ClinicSite.Shell;

/// <summary>
/// An address that is read: by GET, and by HEAD, which has the same headers without the body. MVC's own
/// <c>HttpGet</c> answers 405 to HEAD.
/// </summary>
/// <param name="template">The route's template.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HttpReadAttribute(string template) : HttpMethodAttribute(["GET", "HEAD"], template);
