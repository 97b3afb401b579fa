using ClinicSite.Email;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ClinicSite.Tests.Email;

/// <summary>Settings as a deploy would write them: which start, and what the others are told.</summary>
public sealed class EmailSetupTests
{
    private static readonly Dictionary<string, string?> Smtp = new(StringComparer.Ordinal)
    {
        ["Email:Transport"] = "Smtp",
        ["Email:From"] = "Riverside Skin Clinic <website@riverside-skin.org>",
        ["Email:Staff:0"] = "reception@riverside-skin.org",
        ["Email:Smtp:Host"] = "smtp.riverside-skin.org",
    };

    [Fact]
    public void Start_SmtpSettings_PicksTheRelay()
    {
        using var host = Host(Environments.Production);

        Assert.Equal("smtp://smtp.riverside-skin.org:587", host.Services.GetRequiredService<IEmailTransport>().Destination);
    }

    [Theory]
    [InlineData("SslOnConnect", "smtp.riverside-skin.org", null, "smtp://smtp.riverside-skin.org:465")]
    [InlineData("None", "localhost", null, "smtp://localhost:25")]
    [InlineData("None", "127.0.0.1", null, "smtp://127.0.0.1:25")]
    [InlineData("None", "::1", null, "smtp://::1:25")]
    [InlineData("StartTls", "smtp.riverside-skin.org", "2525", "smtp://smtp.riverside-skin.org:2525")]
    public void Start_SecurityAndPort_FitTogether(string security, string relay, string? port, string destination)
    {
        using var host = Host(Environments.Production, ("Email:Smtp:Security", security), ("Email:Smtp:Host", relay), ("Email:Smtp:Port", port));

        Assert.Equal(destination, host.Services.GetRequiredService<IEmailTransport>().Destination);
    }

    [Fact]
    public void Start_PickupInDevelopment_PicksTheFolder()
    {
        using var host = Host(Environments.Development, ("Email:Transport", "Pickup"), ("Email:Pickup:Folder", "mail"));

        host.Services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(Path.GetFullPath("mail", host.Services.GetRequiredService<IHostEnvironment>().ContentRootPath), host.Services.GetRequiredService<IEmailTransport>().Destination);
    }

    [Theory]
    [InlineData("Email:From", null, "Email:From is missing")]
    [InlineData("Email:From", "the clinic", "Email:From is \"the clinic\"")]
    [InlineData("Email:From", "Клиника <сайт@riverside-skin.org>", "in plain letters")]
    [InlineData("Email:From", "website@riverside-skin.example", "Email:From still holds the sample address")]
    [InlineData("Email:Staff:0", null, "Email:Staff is missing")]
    [InlineData("Email:Staff:0", "reception", "Email:Staff:0 is \"reception\"")]
    [InlineData("Email:Staff:1", "приём@riverside-skin.org", "Email:Staff:1 is")]
    [InlineData("Email:Staff:1", "Reception@riverside-skin.org", "Email:Staff:1 is \"Reception@riverside-skin.org\" for the second time")]
    [InlineData("Email:Staff:1", "nurse@clinic.test", "Email:Staff:1 still holds the sample address")]
    [InlineData("Email:Transport", "Pickup", "In Production it must be Smtp")]
    [InlineData("Email:Transport", "7", "It must be Pickup or Smtp")]
    [InlineData("Email:Transport", "Carrier", "Email:Transport")]
    [InlineData("Email:Smtp:Host", null, "Email:Smtp:Host is \"\"")]
    [InlineData("Email:Smtp:Host", "smtp://relay", "Email:Smtp:Host is")]
    [InlineData("Email:Smtp:Port", "70000", "Email:Smtp:Port is 70000")]
    [InlineData("Email:Smtp:Port", "0", "Email:Smtp:Port is 0")]
    [InlineData("Email:Smtp:Security", "None", "Only a relay on this machine")]
    [InlineData("Email:Smtp:Security", "9", "It must be StartTls, SslOnConnect or None")]
    [InlineData("Email:Smtp:Security", "Auto", "Email:Smtp:Security")]
    [InlineData("Email:Smtp:User", "website", "must both be set")]
    [InlineData("Email:Smtp:Password", "secret", "must both be set")]
    [InlineData("Email:Smtp:LocalDomain", "not a domain", "Email:Smtp:LocalDomain is")]
    [InlineData("Email:Smtp:OperationTimeout", "00:00:00", "Email:Smtp:OperationTimeout is 00:00:00")]
    [InlineData("Email:Smtp:OverallTimeout", "00:00:10", "Email:Smtp:OverallTimeout is 00:00:10")]
    public void Start_WrongSetting_StopsAndNamesTheKey(string key, string? value, string message)
    {
        using var host = Host(Environments.Production, (key, value));

        var thrown = Assert.ThrowsAny<Exception>(host.Services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }

    private static IHost Host(string environment, params (string Key, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Smtp, StringComparer.Ordinal);
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Where(setting => setting.Value is not null));
        builder.Services.AddEmail(builder.Configuration);
        return builder.Build();
    }
}
