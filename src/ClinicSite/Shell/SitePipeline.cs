namespace ClinicSite.Shell;

/// <summary>
/// What stands behind the finished pages: everything from the proxy's headers to the endpoint. It is laid on another core
/// while the site goes on opening, because visitors who want a finished page, which is nearly all of them, need nothing of
/// it; whoever needs it waits until it is laid.
/// </summary>
/// <remarks>
/// Laying it fails only where the program is at fault, and then at every start. Who waits for it gets that fault, and work
/// behind the site is the first to wait (<see cref="WorkBehindSite"/>): so the site stops instead of answering with faults.
/// </remarks>
public sealed class SitePipeline
{
    private Task<RequestDelegate>? _laid;

    /// <exception cref="InvalidOperationException">Nothing is being laid: the program serves no site.</exception>
    public Task<RequestDelegate> Laid => _laid ?? throw new InvalidOperationException("UseShell lays the pipeline, and was not called.");

    internal void Lay(Func<RequestDelegate> lay) => _laid = Task.Run(lay);
}
