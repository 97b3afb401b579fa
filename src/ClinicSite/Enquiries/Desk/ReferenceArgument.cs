using System.CommandLine;

namespace ClinicSite.Enquiries.Desk;

/// <summary>How a command is told of one enquiry, and what it says when there is none.</summary>
internal static class ReferenceArgument
{
    public static Argument<string> Make() => new("reference") { Description = "As in the staff mail; prefix, dashes and case do not matter" };

    public static async Task<int> UnknownAsync(ParseResult parsed, string typed)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync($"There is no enquiry {typed}. \"enquiries list\" shows the references.");
        return 1;
    }
}
