using System.Collections.Concurrent;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ClinicSite.BrowserTests.Accessibility;

/// <summary>
/// Every rule of axe, those included that are off unless asked for. What axe finds wrong fails. What axe cannot decide
/// must stand in <c>looked-at.json</c> with the reason why a person found it right.
/// </summary>
public sealed class Axe
{
    private static readonly string[] OffUnlessAsked =
    [
        "target-size", "color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions",
        "css-orientation-lock", "focus-order-semantics", "label-content-name-mismatch", "p-as-heading", "table-fake-caption", "td-has-header",
    ];

    /// <summary>
    /// The package's own <c>RunAxe</c> is made for pages with frames: it loads axe anew each time and carries all that
    /// passed into a second page, to be put together there. That takes twice as long as looking.
    /// </summary>
    private const string Run = """
        async rules => {
          // Axe measures all at once, also what is laid out only when somebody comes near: as it is for whoever has come.
          for (const part of document.querySelectorAll('main > section')) part.style.contentVisibility = 'visible';
          const found = await axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
          const told = items => items.flatMap(item => item.nodes.map(node => ({
            rule: item.id,
            target: node.target.join(' '),
            said: [...node.any, ...node.all, ...node.none].map(check => check.message).join(' '),
          })));
          return JSON.stringify({ violations: told(found.violations), incomplete: told(found.incomplete) });
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    private readonly List<LookedAt> _lookedAt = Read();
    private readonly ConcurrentDictionary<LookedAt, bool> _met = [];

    /// <summary>Entries that stand for nothing any more.</summary>
    public IEnumerable<string> NeverMet => _lookedAt.Except(_met.Keys).Select(entry => $"Nothing to look at for {entry.Rule} within {entry.Within}: {entry.Said}");

    /// <returns>One line for each fault, with its page, rule and place.</returns>
    public async Task<IReadOnlyList<string>> FaultsOnAsync(IPage page, string name)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        var answer = await page.EvaluateAsync<string>(Run, OffUnlessAsked.ToDictionary(rule => rule, _ => new { enabled = true }, StringComparer.Ordinal));
        var found = JsonSerializer.Deserialize<Found>(answer, JsonSerializerOptions.Web)!;
        var undecided = new List<Finding>();
        foreach (var finding in found.Incomplete)
        {
            if (!await IsLookedAtAsync(page, finding))
            {
                undecided.Add(finding);
            }
        }

        return
        [
            .. found.Violations.Select(fault => $"{name}: {fault.Rule} on {fault.Target}: {fault.Said}"),
            .. undecided.Select(open => $"{name}: cannot decide {open.Rule} on {open.Target}: {open.Said}"),
        ];
    }

    private async Task<bool> IsLookedAtAsync(IPage page, Finding finding)
    {
        foreach (var entry in _lookedAt.Where(entry => entry.Rule == finding.Rule && finding.Said.Contains(entry.Said, StringComparison.Ordinal)))
        {
            if (await page.EvaluateAsync<bool>("([place, within]) => document.querySelector(place)?.closest(within) != null", new[] { finding.Target, entry.Within }))
            {
                _met[entry] = true;
                return true;
            }
        }

        return false;
    }

    private static List<LookedAt> Read()
    {
        using var json = typeof(Axe).Assembly.GetManifestResourceStream("ClinicSite.BrowserTests.Accessibility.looked-at.json")!;
        return JsonSerializer.Deserialize<List<LookedAt>>(json, JsonSerializerOptions.Web)!;
    }

    private sealed record Found(IReadOnlyList<Finding> Violations, IReadOnlyList<Finding> Incomplete);

    private sealed record Finding(string Rule, string Target, string Said);

    /// <param name="Rule">The rule that axe could not decide.</param>
    /// <param name="Within">A selector for the place or what holds it.</param>
    /// <param name="Said">A part of what axe says about it.</param>
    /// <param name="Reason">Why it is right all the same.</param>
    private sealed record LookedAt(string Rule, string Within, string Said, string Reason);
}
