namespace ClinicSite.Tests.Enquiries.Promises;

/// <summary>The references that visitors were thanked with, who come at the same time.</summary>
internal sealed class Thanks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<string> _references = [];
    private TaskCompletionSource _next = NewSignal();

    public IReadOnlyList<string> References
    {
        get
        {
            lock (_gate)
            {
                return [.. _references];
            }
        }
    }

    public int Count => References.Count;

    public void Add(string reference)
    {
        lock (_gate)
        {
            _references.Add(reference);
            _next.SetResult();
            _next = NewSignal();
        }
    }

    /// <summary>Waits for so many more: how much work a site is in shows in its answers; in a second a busy machine gives few.</summary>
    public async Task MoreAsync(int count)
    {
        var until = Count + count;
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_references.Count >= until)
                {
                    return;
                }

                next = _next.Task;
            }

            await next.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
