namespace ClinicSite.Shell.Pages;

/// <summary>
/// The pages are there before the site opens, and after the storage, whose keys sign the form: visitors wait for them.
/// </summary>
public sealed class PageBankStart(PageBankWorker pages) : WorkBeforeSite
{
    public override Task StartingAsync(CancellationToken cancellationToken) => pages.FillAsync(cancellationToken);
}
