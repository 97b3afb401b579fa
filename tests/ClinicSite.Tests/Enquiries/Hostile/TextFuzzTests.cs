using System.Text.Json;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;
using ClinicSite.Tests.Door;
using ClinicSite.Tests.Email;
using CsCheck;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicSite.Tests.Enquiries.Hostile;

/// <summary>What holds for any text whatever, at the two places that decide it: the reader and the composer of mails.</summary>
public sealed class TextFuzzTests
{
    [Fact]
    public void Normalise_AnyText_DoesWhatIsPromisedAndOnlyOnce() => Normalise(2_000);

    [Fact(Explicit = true)]
    public void Normalise_AnyTextAtLength_DoesWhatIsPromisedAndOnlyOnce() => Normalise(50_000);

    [Fact]
    public void Read_AnyForm_IsTakenAgainAsItWasTakenFirst() => Read(1_000);

    [Fact(Explicit = true)]
    public void Read_AnyFormAtLength_IsTakenAgainAsItWasTakenFirst() => Read(30_000);

    [Fact]
    public Task Compose_FromAnyDetails_TellsThemAndNothingElse() => ComposeAsync(300);

    [Fact(Explicit = true)]
    public Task Compose_FromAnyDetailsAtLength_TellsThemAndNothingElse() => ComposeAsync(20_000);

    private static void Normalise(int cases) => FuzzGen.Text.Sample(
        text =>
        {
            var (line, lines) = (TypedText.Line(text), TypedText.Lines(text));
            Assert.Equal((Promised.StoredLine(text), Promised.StoredLines(text)), (line, lines));
            Assert.Equal((line, lines), (TypedText.Line(line), TypedText.Lines(lines)));
            Assert.DoesNotContain(line, char.IsControl);
        },
        TestContext.Current.TestOutputHelper!.WriteLine, FuzzGen.Begin(cases), cases, print: NaughtyStrings.Shown);

    private static void Read(int cases) => FuzzGen.Form.Sample(
        form =>
        {
            var errors = new ModelStateDictionary();
            if (EnquiryReader.Read(form, errors) is not { } details)
            {
                Assert.False(errors.IsValid, "Refused without a word.");
                return;
            }

            Assert.True(errors.IsValid);
            var again = EnquiryReader.Read(
                new EnquiryForm
                {
                    FullName = details.FullName,
                    Email = details.Email,
                    Phone = details.Phone,
                    BestTime = details.BestTime,
                    Message = details.Message,
                    ReachBy = form.ReachBy,
                    IsAdult = form.IsAdult,
                    Consent = form.Consent,
                    EmailIsRight = form.EmailIsRight,
                },
                errors);
            // Records are equal when every property is.
            Assert.True(details == again, "A second reading changed it.");
        },
        TestContext.Current.TestOutputHelper!.WriteLine, FuzzGen.Begin(cases), cases, print: form => JsonSerializer.Serialize(new[] { form.FullName, form.Email, form.Phone, form.BestTime, form.Message }.Select(text => NaughtyStrings.Shown(text ?? "(none)"))));

    private static async Task ComposeAsync(int cases)
    {
        await using var site = Site.Open();
        var services = site.Services;
        var (seal, fingerprints) = (services.GetRequiredService<DetailsSeal>(), services.GetRequiredService<Fingerprints>());
        var composer = services.GetRequiredService<DeliveryComposer>();
        // Never asked: only a follow-up looks for what it follows.
        await using var database = await services.GetRequiredService<IDbContextFactory<EnquiryDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await FuzzGen.Details.SampleAsync(
            async details =>
            {
                var enquiry = Enquiry.Receive(details, null, new SpamScore(0, "", IsQuarantined: false), null, Site.Start, Site.Start, seal, fingerprints);
                var delivery = Delivery.ToStaff(0, "eternal-beauty.example", Site.Start);
                enquiry.Owe([delivery]);
                typeof(Delivery).GetProperty(nameof(Delivery.Enquiry))!.SetValue(delivery, enquiry);
                using var message = await composer.ComposeAsync(delivery, database, TestContext.Current.CancellationToken);
                var (mail, html) = StrictMail.Read(SampleMail.Bytes(message));
                Assert.Equal("reception@eternal-beauty.example", Assert.Single(mail.To.Mailboxes).Address);
                StrictMail.AssertTells(mail, html, details);
            },
            TestContext.Current.TestOutputHelper!.WriteLine, FuzzGen.Begin(cases), cases, print: details => JsonSerializer.Serialize(new[] { details.FullName, details.Email, details.Phone, details.BestTime, details.Message }.Select(text => NaughtyStrings.Shown(text ?? "(none)"))));
    }
}
