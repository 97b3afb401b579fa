using System.Globalization;

namespace ClinicSite.Tests.Door;

/// <summary>The mail of the shipped Development settings goes to a relay on this machine.</summary>
internal static class MailSettings
{
    public static Dictionary<string, string?> To(int port) => new(StringComparer.Ordinal)
    {
        ["Email:Transport"] = "Smtp",
        ["Email:Smtp:Host"] = "127.0.0.1",
        ["Email:Smtp:Port"] = port.ToString(CultureInfo.InvariantCulture),
        ["Email:Smtp:Security"] = "None",
    };

    /// <summary>Nothing listens on port 1: every mail waits.</summary>
    public static Dictionary<string, string?> ToNobody() => To(1);
}
