using System.Text.Json;

namespace ClinicSite.Shell.Forms;

/// <summary>
/// The fields of the page that is being rendered, in the order of reading. Each field enters itself; the error summary
/// reads them when the finished page is written, so its links follow the page even though it stands above the fields.
/// Lives as long as the request.
/// </summary>
public sealed class FieldsOnPage
{
    private readonly List<FormField> _fields = [];

    public IReadOnlyList<FormField> All => _fields;

    /// <summary>The id a field has unless its view gives another: the property's name in kebab case.</summary>
    public static string IdOf(string property) => JsonNamingPolicy.KebabCaseLower.ConvertName(property);

    public void Add(FormField field) => _fields.Add(field);
}

/// <param name="Name">The property's name, which is also the form value's and the key of its errors.</param>
/// <param name="Id">The id of its control, or of the first control of its group.</param>
public sealed record FormField(string Name, string Id);
