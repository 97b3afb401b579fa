using System.Security.Cryptography;
using ClinicSite.Enquiries;
using ClinicSite.Enquiries.Notification;
using ClinicSite.Enquiries.Screening;
using ClinicSite.Enquiries.Storage;
using Microsoft.Extensions.Options;

namespace ClinicSite.Benchmarks;

/// <summary>Enquiries as people write them; their number tells them apart.</summary>
internal static class Samples
{
    public static readonly SpamScore NoSuspicion = new(0, "", IsQuarantined: false);

    public static string Email(int number) => $"visitor{number}@patients.riverside-skin-clinic.org";

    public static string Message(int number) =>
        $"I would like to talk about the scars on my cheeks, which I have had for six years. I am visitor number {number}, and I can come on any afternoon.";

    public static EnquiryDetails Details(int number) => new()
    {
        FullName = "Amina Okafor",
        ReachBy = ReachBy.Email,
        Email = Email(number),
        Phone = Phone(number),
        MayLeaveVoicemail = false,
        MayNameClinic = false,
        Message = Message(number),
    };

    public static string Phone(int number) => $"0161 715 {number:D6}";

    /// <summary>The same answers as a browser posts them.</summary>
    public static FormUrlEncodedContent Form(int number, string token) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["FullName"] = "Amina Okafor",
        ["ReachBy"] = "email",
        ["Email"] = Email(number),
        ["Phone"] = Phone(number),
        ["Message"] = Message(number),
        ["IsAdult"] = "true",
        ["Consent"] = "true",
        ["Token"] = token,
    });

    /// <summary>Makes rows for the database in this folder, sealed with its own keys.</summary>
    public static Func<int, DateTimeOffset, Enquiry> RowsFor(string folder)
    {
        var keys = new KeyRing(Options.Create(new DataOptions { Folder = folder }));
        keys.Open(create: false);
        var (seal, fingerprints) = (new DetailsSeal(keys), new Fingerprints(keys));
        return (number, received) =>
        {
            var token = new FormToken(RandomNumberGenerator.GetBytes(16), received.AddMinutes(-2));
            var enquiry = Enquiry.Receive(Details(number), token, NoSuspicion, follows: null, received, received.AddHours(8), seal, fingerprints);
            enquiry.Owe([Delivery.ToStaff(0, "riverside-skin-clinic.org", received), Delivery.ToStaff(1, "riverside-skin-clinic.org", received), Delivery.ToPatient("riverside-skin-clinic.org", received)]);
            return enquiry;
        };
    }
}
