using ClinicSite.Tests.Email;

namespace ClinicSite.Tests.Enquiries.Promises;

internal static class Owed
{
    /// <summary>Waits until nothing is owed any more.</summary>
    public static async Task AllOfAsync(this ScriptedSmtpServer relay, ClinicFolder clinic, CancellationToken cancellation)
    {
        while (true)
        {
            var seen = relay.Messages.Count;
            var waiting = int.Parse(Assert.Single(await clinic.ReadAsync("SELECT count(*) FROM delivery WHERE State <> 'Sent'")));
            if (waiting == 0)
            {
                return;
            }

            // Each mail moves it on; the last note in the database comes a moment after the last mail.
            using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            moment.CancelAfter(TimeSpan.FromMilliseconds(100));
            try
            {
                await relay.MessagesAsync(seen + waiting, moment.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
            }
        }
    }
}
