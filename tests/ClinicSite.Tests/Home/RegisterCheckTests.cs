using ClinicSite.Evidence;
using ClinicSite.Operations;
using ClinicSite.Shell;
using ClinicSite.Shell.Pages;
using ClinicSite.Tests.Door;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicSite.Tests.Home;

/// <summary>The pages and the register are held against each other before the site opens.</summary>
public sealed class RegisterCheckTests
{
    private static readonly EvidenceRegister Shipped = EvidenceRegister.Load();
    private static readonly Dictionary<string, string?> Rendering = new(StringComparer.Ordinal) { ["Pages:AlwaysFresh"] = "true" };

    [Fact]
    public async Task Start_WithAClaimThatNoPageCites_IsRefusedAndNamesIt()
    {
        var unsaid = Shipped.Claims[0] with { Id = "said-nowhere" };

        var refused = await RefusalAsync(new EvidenceRegister(Shipped.Sources, [.. Shipped.Claims, unsaid]));

        Assert.Equal(["The claim \"said-nowhere\" is cited on no page: cite it where a page says it, or remove it."], refused);
    }

    [Fact]
    public async Task Start_WithACitedClaimThatIsMissing_IsRefusedAndNamesPageAndClaim()
    {
        var refused = await RefusalAsync(new EvidenceRegister(Shipped.Sources, Shipped.Claims.Where(claim => claim.Id != "eat-and-plan")));

        Assert.Contains("/treatments/microneedling: The claim \"eat-and-plan\" is cited but is not in the register.", refused);
        Assert.DoesNotContain(refused, problem => problem.Contains("cited on no page", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithReviewsOverdue_WarnsNamesThemAndOpens()
    {
        var late = Shipped.Claims[0];
        await using var site = Site.Open(Rendering, now: new DateTimeOffset(late.NextReview.AddDays(1), new TimeOnly(9, 0), TimeSpan.Zero));

        Assert.Contains(site.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("overdue for review", StringComparison.Ordinal) && line.Contains(late.Id, StringComparison.Ordinal));
        var page = await site.PageAsync("/guides/claims-register");
        Assert.Contains("Overdue.", page.QuerySelector("section[aria-labelledby=register]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithNothingOverdue_WarnsOfNothing()
    {
        await using var site = Site.Open(Rendering);

        Assert.DoesNotContain(site.Log.Lines, line => line.Contains("overdue", StringComparison.Ordinal));
        var page = await site.PageAsync("/guides/claims-register");
        Assert.DoesNotContain("Overdue.", page.QuerySelector("section[aria-labelledby=register]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithAFaultyRegister_DoesNotOpenForThatReason()
    {
        var unsaid = Shipped.Claims[0] with { Id = "said-nowhere" };
        Exception? reason = null;

        var refused = Record.Exception(() => Site.Open(Rendering, services: services =>
        {
            services.Replace(ServiceDescriptor.Singleton(new EvidenceRegister(Shipped.Sources, [.. Shipped.Claims, unsaid])));
            services.RemoveHosted<PageBankStart>();
            services.AddHostedService(provider => new OverheardStart(provider.GetRequiredService<PageBankWorker>(), fault => reason = fault));
        }));

        Assert.NotNull(refused);
        Assert.NotNull(reason);
        Assert.Equal(["The claim \"said-nowhere\" is cited on no page: cite it where a page says it, or remove it."], StartRefusal.Reasons(reason));
    }

    /// <summary>The site opens without rendering its pages, which is then done by itself: a refused start would take its reason with it.</summary>
    private static async Task<IReadOnlyList<string>> RefusalAsync(EvidenceRegister register)
    {
        await using var site = Site.Open(services: services => services.Replace(ServiceDescriptor.Singleton(register)));
        var refused = await Record.ExceptionAsync(() => site.Services.GetRequiredService<PageBank>().RenderAsync(atOnce: 1, TestContext.Current.CancellationToken));

        Assert.NotNull(refused);
        Assert.True(StartRefusal.Explains(refused), refused.ToString());
        return [.. StartRefusal.Reasons(refused)];
    }

    /// <summary>The program tells the console why it does not start, and ends: whoever started it in this process learns no more than that.</summary>
    private sealed class OverheardStart(PageBankWorker pages, Action<Exception> hear) : WorkBeforeSite
    {
        public override async Task StartingAsync(CancellationToken cancellationToken)
        {
            try
            {
                await new PageBankStart(pages).StartingAsync(cancellationToken);
            }
            catch (Exception fault)
            {
                hear(fault);
                throw;
            }
        }
    }
}
