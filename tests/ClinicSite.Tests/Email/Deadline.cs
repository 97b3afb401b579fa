namespace ClinicSite.Tests.Email;

/// <summary>The end of a test's patience: a wait that would hang fails instead.</summary>
internal static class Deadline
{
    public static CancellationToken Soon()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        return limit.Token;
    }
}
