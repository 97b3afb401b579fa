using ClinicSite.Enquiries.Storage;
using ClinicSite.Shell;
using Microsoft.Extensions.Options;

namespace ClinicSite.Operations.Backup;

/// <summary>The loop around <see cref="BackupPass"/>, and nothing else. It survives whatever a look throws.</summary>
public sealed partial class BackupWorker(BackupPass pass, IOptions<BackupOptions> options, TimeProvider clock, ILogger<BackupWorker> log) : IWorkBehindSite, IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(5);

    // Made with the worker, so that no time that passes is missed.
    private readonly PeriodicTimer _timer = new(Look, clock);

    public void Dispose() => _timer.Dispose();

    public async Task RunAsync(CancellationToken stopping)
    {
        if (!options.Value.Enabled)
        {
            LogOff();
            return;
        }

        try
        {
            do
            {
                await LookAsync(stopping);
            }
            while (await _timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The site stops.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            await pass.RunAsync(stopping);
        }
        catch (StorageException failed)
        {
            LogFailed(failed.Message);
        }
#pragma warning disable CA1031 // because an exception that left this loop would stop the whole site
        catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailedOddly(failed);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Backup:Enabled is false: this program makes no backups and removes none")]
    private partial void LogOff();

    [LoggerMessage(Level = LogLevel.Error, Message = "No backup was made, it is tried again in some minutes. {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "No backup was made, it is tried again in some minutes")]
    private partial void LogFailedOddly(Exception failure);
}
