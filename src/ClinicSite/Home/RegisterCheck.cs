using ClinicSite.Clinic;
using ClinicSite.Evidence;
using ClinicSite.Shell.Pages;
using ClinicSite.Shell.Seo;

namespace ClinicSite.Home;

/// <summary>
/// Holds the pages against the claims register whenever they are rendered: nothing is cited that is not in the register, and
/// nothing stands in the register that no page says.
/// </summary>
/// <remarks>
/// Every listed page is rendered before this program first opens the site, by the pipeline that serves visitors, and what it cited is read
/// from its own <see cref="Citations"/>. The other way was to search the views for <c>cite-claim</c>; but claims are also
/// named in the data behind tables and figures, and a search finds a partial that no page shows any more. What was
/// rendered was said.
/// A breach stops that start: an unknown claim throws where it is cited, and <see cref="RegisterException"/> names each
/// that is cited nowhere. A review that is overdue never does; the log warns of it at every start and every day.
/// The check stands in this room because it needs the pages of every room and the register.
/// </remarks>
public sealed partial class RegisterCheck(EvidenceRegister register, OpeningHours hours, TimeProvider clock, ILogger<RegisterCheck> log) : IPageInspector
{
    private readonly HashSet<Claim> _cited = [];

    public void Inspect(SitePage page, IServiceProvider scope) => _cited.UnionWith(scope.GetRequiredService<Citations>().Claims);

    /// <exception cref="RegisterException">Claims are cited on no page.</exception>
    public void Conclude()
    {
        var unsaid = register.Claims.Where(claim => !_cited.Contains(claim))
            .Select(claim => $"The claim \"{claim.Id}\" is cited on no page: cite it where a page says it, or remove it.").ToList();
        if (unsaid.Count > 0)
        {
            throw new RegisterException(unsaid);
        }

        var overdue = register.Overdue(hours.DayOf(clock.GetUtcNow())).Select(claim => claim.Id).ToList();
        if (overdue.Count > 0)
        {
            LogOverdue(overdue.Count, string.Join(", ", overdue));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} claims are overdue for review; the claims register says so: {Claims}")]
    private partial void LogOverdue(int count, string claims);
}
