using System.Collections.Concurrent;
using System.Collections.Frozen;
using ClinicSite.Shell.Seo;

namespace ClinicSite.Shell.Pages;

/// <summary>
/// The finished pages: every public page that is the same for everybody, rendered before the site opens and kept as the
/// bytes that go out.
/// </summary>
/// <remarks>
/// <code>
/// start ► render every page (MVC, in process) ► inspectors ► the site opens ► compress each page ► midnight ► render …
///    │        └─ a page fails, an inspector objects: the start is refused, every fault named                     │
///    └─ kept since the last run of the same program, settings and day ► the site opens ► render, compress ───────┘
/// </code>
/// Guarantees:
/// <list type="bullet">
/// <item>HTML is made in one place only, the MVC pipeline; the bank holds a copy of what it made, without the indentation,
/// and can be switched off (<see cref="PageOptions.AlwaysFresh"/>) without anybody seeing a difference.</item>
/// <item>The list of keys is the list of pages, fixed at start: no request, whatever its path or query, adds to it.</item>
/// <item>A page that belongs to one visitor (<see cref="SitePage.PerVisit"/>) is never in it.</item>
/// <item>What is handed out is always one whole rendering: a page is replaced by swapping one reference.</item>
/// <item>A page is as old as the last midnight of the clinic at most. Besides the settings, which are read at start only,
/// nothing but the date shows on a shared page.</item>
/// </list>
/// Brotli at its best level takes longer than rendering, so the site opens with plain pages and the compressed ones follow
/// within a second or two. What is compressed is kept for the next start (<see cref="KeptPages"/>).
/// </remarks>
public sealed class PageBank(
    PageCatalogue catalogue,
    PageRenderer renderer,
    IServiceScopeFactory scopes)
{
    private readonly Lock _inspecting = new();
    private readonly FrozenDictionary<string, Slot> _slots =
        catalogue.Pages.Where(page => !page.PerVisit).ToFrozenDictionary(page => page.Path, _ => new Slot(), StringComparer.Ordinal);

    /// <summary>Every page in its present rendering, by its path.</summary>
    public IReadOnlyDictionary<string, BankedPage> Shared =>
        _slots.Where(slot => slot.Value.Page is not null).ToDictionary(slot => slot.Key, slot => slot.Value.Page!, StringComparer.Ordinal);

    /// <summary>The page in its present rendering; null for a path that is not in the bank, or not yet.</summary>
    public BankedPage? Find(string path) => _slots.TryGetValue(path, out var slot) ? slot.Page : null;

    /// <summary>Takes over the pages of an earlier run; false when they are not exactly the pages there are now.</summary>
    internal bool Take(IReadOnlyDictionary<string, BankedPage>? kept)
    {
        if (kept is null || kept.Count != _slots.Count || !kept.Keys.All(_slots.ContainsKey))
        {
            return false;
        }

        foreach (var (path, page) in kept)
        {
            _slots[path].Page = page;
        }

        return true;
    }

    /// <summary>Renders every page, shows it to the inspectors, and keeps the shared ones uncompressed.</summary>
    /// <param name="atOnce">On so many threads, of which one is the caller's.</param>
    /// <param name="stop">Stops the rendering.</param>
    /// <exception cref="AggregateException">Pages could not be rendered: one inner exception each.</exception>
    public async Task RenderAsync(int atOnce, CancellationToken stop)
    {
        var faults = new ConcurrentDictionary<SitePage, PageRenderException>();
        var left = new ConcurrentQueue<SitePage>(catalogue.Pages);
        Task[] helpers = [.. Enumerable.Range(1, atOnce - 1).Select(_ => Task.Run(RenderLeftAsync, stop))];
        await Task.WhenAll([RenderLeftAsync(), .. helpers]);
        if (!faults.IsEmpty)
        {
            throw new AggregateException(catalogue.Pages.Where(faults.ContainsKey).Select(page => faults[page]));
        }

        await using var scope = scopes.CreateAsyncScope();
        foreach (var inspector in InspectorsFor(scope))
        {
            inspector.Conclude();
        }

        async Task RenderLeftAsync()
        {
            while (left.TryDequeue(out var page))
            {
                stop.ThrowIfCancellationRequested();
                try
                {
                    await RenderAsync(page, stop);
                }
#pragma warning disable CA1031 // because every page's fault is to be told, not the first one's alone; they are thrown together above
                catch (Exception fault) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    faults[page] = new PageRenderException(page.Path, fault);
                }
            }
        }
    }

    /// <summary>Compresses what is not compressed yet, one page after the other, on the calling thread.</summary>
    public void Compress(CancellationToken stop)
    {
        foreach (var slot in _slots.Values)
        {
            stop.ThrowIfCancellationRequested();
            slot.Compress();
        }
    }

    // Asked for where pages are rendered: a start that finds kept pages has no need of what inspectors need.
    private static IEnumerable<IPageInspector> InspectorsFor(AsyncServiceScope scope) => scope.ServiceProvider.GetServices<IPageInspector>();

    private async Task RenderAsync(SitePage page, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rendered = await renderer.RenderAsync(page.Path, scope.ServiceProvider, stop);
        lock (_inspecting)
        {
            foreach (var inspector in InspectorsFor(scope))
            {
                inspector.Inspect(page, scope.ServiceProvider);
            }
        }

        if (!_slots.TryGetValue(page.Path, out var slot))
        {
            return;
        }

        // The same text again keeps its compressed forms and its tags.
        var finished = BankedPage.Of(rendered);
        if (!finished.IsSameAs(slot.Page))
        {
            slot.Page = finished;
        }
    }

    private sealed class Slot
    {
        private BankedPage? _page;

        public BankedPage? Page
        {
            get => Volatile.Read(ref _page);
            set => Volatile.Write(ref _page, value);
        }

        /// <summary>A page that was replaced meanwhile stays.</summary>
        public void Compress()
        {
            if (Page is { } page)
            {
                Interlocked.CompareExchange(ref _page, page.Compressed(), page);
            }
        }
    }
}
