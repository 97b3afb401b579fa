using ClinicSite.Email;

namespace ClinicSite.Tests.Email;

public sealed class FailureAdviceTests
{
    private const string Later = "The relay asks to be tried again later";

    [Theory]
    [InlineData("connect 421 4.3.2", Later)]
    [InlineData("auth 454 4.7.0", Later)]
    [InlineData("sender 451", Later)]
    [InlineData("recipient 450 4.2.1", Later)]
    [InlineData("message 452 4.3.1", Later)]
    [InlineData("recipient 452 4.2.2", "The mailbox is full")]
    [InlineData("auth 432 4.7.12", "does not accept the user or the password")]
    [InlineData("connect 554", "ask whoever runs it")]
    [InlineData("message lost", "stopped answering")]
    public void Advise_ByTheRelaysAnswer_TellsApartWhatMendsItself(string code, string said) =>
        Assert.Contains(said, FailureAdvice.For(SendOutcome.Failed(FailureClass.Transient, code), new EmailOptions(), given: null), StringComparison.Ordinal);
}
