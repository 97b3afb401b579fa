using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ClinicSite.Enquiries;

/// <summary>
/// A field that came more than once with different values: only one could be kept, so the sender is asked. No browser
/// does this by itself.
/// </summary>
public static class RepeatedFields
{
    public static void Report(IFormCollection form, ModelStateDictionary errors)
    {
        foreach (var (name, values) in form)
        {
            if (values.Distinct(StringComparer.Ordinal).Skip(1).Any() && errors.ContainsKey(name))
            {
                errors.AddModelError(name, "This answer came more than once. Enter it once");
            }
        }
    }
}
