using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ClinicSite.Enquiries;

/// <summary>
/// Reads a form into details, or says in the visitor's words what to do. Only a name, one working contact, 18 or over and
/// the consent are needed; odd-looking values are taken as they are.
/// </summary>
public static partial class EnquiryReader
{
    /// <summary>Longest accepted, in UTF-16 characters after normalisation.</summary>
    public const int NameLength = 200, EmailLength = 254, PhoneLength = 60, BestTimeLength = 200, MessageLength = 4000;

    private const int FewestPhoneDigits = 5;

    /// <summary>The details, or null with at least one message in <paramref name="errors"/>.</summary>
    public static EnquiryDetails? Read(EnquiryForm form, ModelStateDictionary errors)
    {
        var name = TypedText.Line(form.FullName);
        var email = TypedText.Address(form.Email);
        var phone = TypedText.Line(form.Phone);
        var bestTime = TypedText.Line(form.BestTime);
        var message = TypedText.Lines(form.Message);

        if (name.Length == 0)
        {
            errors.AddModelError(nameof(form.FullName), "Enter your full name");
        }

        CheckLength(errors, nameof(form.FullName), "Full name", name, NameLength);
        CheckEmail(form, errors, email);
        CheckPhone(errors, phone);
        CheckLength(errors, nameof(form.BestTime), "Best time to call", bestTime, BestTimeLength);
        CheckLength(errors, nameof(form.Message), "Your message", message, MessageLength);
        var reachBy = ReadReachBy(form, errors, email, phone);
        var interest = ReadInterest(form, errors);
        if (form.IsAdult != EnquiryForm.Ticked)
        {
            errors.AddModelError(nameof(form.IsAdult), "Tick the box if you are 18 or over. We take questions from adults only. If you are younger, talk to a parent and a GP");
        }

        if (form.Consent != EnquiryForm.Ticked)
        {
            errors.AddModelError(nameof(form.Consent), "Tick the box to let us use your details to reply to you");
        }

        return !errors.IsValid || reachBy is null ? null : new EnquiryDetails
        {
            FullName = name,
            ReachBy = reachBy.Value,
            Email = NullIfEmpty(email),
            Phone = NullIfEmpty(phone),
            MayLeaveVoicemail = form.MayLeaveVoicemail == EnquiryForm.Ticked,
            MayNameClinic = form.MayNameClinic == EnquiryForm.Ticked,
            BestTime = NullIfEmpty(bestTime),
            Interest = interest,
            Message = NullIfEmpty(message),
        };
    }

    private static void CheckEmail(EnquiryForm form, ModelStateDictionary errors, string email)
    {
        if (email.Length == 0)
        {
            return;
        }

        if (email.Length > EmailLength)
        {
            CheckLength(errors, nameof(form.Email), "Email address", email, EmailLength);
        }
        else if (!EmailShape().IsMatch(email))
        {
            errors.AddModelError(nameof(form.Email), "Enter an email address in the correct format, like name@example.com");
        }
        else if (form.EmailIsRight != EnquiryForm.Ticked && EmailTypos.Doubt(email) is { } question)
        {
            errors.AddModelError(nameof(form.Email), question);
        }
    }

    private static void CheckPhone(ModelStateDictionary errors, string phone)
    {
        CheckLength(errors, nameof(EnquiryForm.Phone), "Phone number", phone, PhoneLength);
        if (phone.Length > 0 && phone.Count(char.IsDigit) < FewestPhoneDigits)
        {
            errors.AddModelError(nameof(EnquiryForm.Phone), "Enter a phone number, like 01632 960 001");
        }
    }

    private static ReachBy? ReadReachBy(EnquiryForm form, ModelStateDictionary errors, string email, string phone)
    {
        switch (form.ReachBy)
        {
            case "email" when email.Length == 0:
                errors.AddModelError(nameof(form.Email), "Enter your email address, or choose to be called");
                return null;
            case "phone" when phone.Length == 0:
                errors.AddModelError(nameof(form.Phone), "Enter your phone number, or choose to be written to");
                return null;
            case "either" or null or "" when email.Length == 0 && phone.Length == 0:
                errors.AddModelError(nameof(form.Email), "Enter an email address or a phone number");
                return null;
            case "email":
                return ReachBy.Email;
            case "phone":
                return ReachBy.Phone;
            case "either":
                return ReachBy.Either;
            case null or "":
                // Nobody is turned away for skipping the question: the contact that was given is the answer.
                return email.Length == 0 ? ReachBy.Phone : phone.Length == 0 ? ReachBy.Email : ReachBy.Either;
            default:
                errors.AddModelError(nameof(form.ReachBy), "Select how you would like us to reach you");
                return null;
        }
    }

    private static Interest? ReadInterest(EnquiryForm form, ModelStateDictionary errors)
    {
        switch (form.Interest)
        {
            case "microneedling":
                return Interest.Microneedling;
            case "acne-scars":
                return Interest.AcneScars;
            case "not-sure":
                return Interest.NotSure;
            case null or "":
                return null;
            default:
                errors.AddModelError(nameof(form.Interest), "Select what you would like to talk about");
                return null;
        }
    }

    private static void CheckLength(ModelStateDictionary errors, string field, string label, string text, int longest)
    {
        if (text.Length > longest)
        {
            errors.AddModelError(field, $"{label} must be {longest} characters or fewer. You have typed {text.Length}");
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"^[^\s@,;<>""]+@[^\s@,;<>""]+\.[^\s@,;<>"".]+$", RegexOptions.None, 1000)]
    private static partial Regex EmailShape();
}
