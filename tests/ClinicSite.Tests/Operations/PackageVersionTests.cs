using System.Text.Json;
using ClinicSite.Tests.Door;

namespace ClinicSite.Tests.Operations;

/// <summary>
/// No package is older than the version that mended what concerns this site, and none is of another .NET. The audit in
/// <c>.ci/run</c> asks a registry for the same; this needs nobody, and says why. The engine of SQLite is checked at every start.
/// </summary>
public sealed class PackageVersionTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ProgramRun.ProjectFolder(), "..", ".."));

    [Theory]
    [InlineData("MailKit", "4.16.0", "CVE-2026-41319: answers sent before STARTTLS were believed after it")]
    [InlineData("MimeKit", "4.15.1", "CVE-2026-30227: a line break in a quoted address began another SMTP command")]
    [InlineData("BouncyCastle.Cryptography", "2.3.1", "CVE-2024-29857, -30171, -30172; MimeKit brings it")]
    [InlineData("System.Security.Cryptography.Pkcs", "7.0.2", "CVE-2023-29331: a crafted certificate ate all memory; MimeKit brings it")]
    [InlineData("SQLitePCLRaw.lib.e_sqlite3", "2.1.12", "CVE-2025-6965: memory corruption in SQLite before 3.50.2, which 2.1.11 still had")]
    [InlineData("Newtonsoft.Json", "13.0.1", "CVE-2024-21907: deep nesting ends the program; the build tools bring it")]
    // Not there today: the runtime has its own. Who adds the package must not bring an old one along.
    [InlineData("Microsoft.AspNetCore.DataProtection", "10.0.7", "CVE-2026-40372: signatures were not checked on Linux")]
    public void Lock_APackageThatWasMended_IsNotOlder(string package, string floor, string reason)
    {
        var old = Locked().Where(locked => locked.Name == package && locked.Version < Version.Parse(floor));

        Assert.True(!old.Any(), $"{string.Join(", ", old)} is below {floor}. {reason}.");
    }

    [Fact]
    public void Lock_PackagesOfDotNet_AreNotOfTheNextOne()
    {
        var next = Locked().Where(locked => locked.Version.Major == 11 && (locked.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || locked.Name.StartsWith("System.", StringComparison.Ordinal)));

        Assert.Empty(next);
    }

    [Fact]
    public void Lock_EveryProject_IsReadByTheseTests() =>
        Assert.Superset(new HashSet<string>(["MailKit", "MimeKit", "SQLitePCLRaw.lib.e_sqlite3"], StringComparer.Ordinal), Locked().Select(locked => locked.Name).ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<Package> Locked() =>
        from folder in (string[])["src", "tests"]
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "packages.lock.json", SearchOption.AllDirectories)
        from framework in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        where package.Value.TryGetProperty("resolved", out _)
        // What follows a dash is a preview of the version before it.
        select new Package(package.Name, Version.Parse(package.Value.GetProperty("resolved").GetString()!.Split('-')[0]), Path.GetRelativePath(Root, file));

    private sealed record Package(string Name, Version Version, string LockFile);
}
