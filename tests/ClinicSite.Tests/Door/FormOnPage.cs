using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ClinicSite.Tests.Door;

/// <summary>
/// The page's form as a visitor uses it: fields are found by the text of their label, and what is sent is what a browser
/// would send.
/// </summary>
public sealed class FormOnPage(IHtmlDocument page)
{
    private readonly IHtmlFormElement _form = page.QuerySelector<IHtmlFormElement>("main form")
        ?? throw new InvalidOperationException("There is no form on this page.");

    public IHtmlDocument Page => page;

    public FormOnPage Type(string label, string text)
    {
        switch (Control(label))
        {
            case IHtmlInputElement box:
                box.Value = text;
                break;
            case IHtmlTextAreaElement area:
                area.Value = text;
                break;
            default:
                throw new InvalidOperationException($"\"{label}\" is no box to type in.");
        }

        return this;
    }

    /// <summary>Ticks a box or chooses a radio button.</summary>
    public FormOnPage Tick(string label)
    {
        ((IHtmlInputElement)Control(label)).IsChecked = true;
        return this;
    }

    public FormOnPage Untick(string label)
    {
        ((IHtmlInputElement)Control(label)).IsChecked = false;
        return this;
    }

    public string ValueOf(string label) => Control(label) switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio" } choice => choice.IsChecked ? "ticked" : "",
        IHtmlInputElement box => box.Value,
        IHtmlTextAreaElement area => area.Value,
        _ => throw new InvalidOperationException($"\"{label}\" is no field."),
    };

    public FormOnPage FillValid(string name = "Amina Okafor", string email = "amina@patients.example.org") =>
        Type("Full name", name)
            .Tick("By email")
            .Type("Email address", email)
            .Tick("I am 18 or over")
            .Tick("Use my details");

    public async Task<HttpResponseMessage> SendAsync(HttpClient visitor)
    {
        using var content = Content();
        return await visitor.PostAsync(new Uri(_form.GetAttribute("action")!, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    /// <summary>What a browser would post.</summary>
    public HttpContent Content()
    {
        var submission = _form.GetSubmission(_form.QuerySelector<IHtmlElement>("button[type=submit]")!)!;
        using var body = new MemoryStream();
        submission.Body.CopyTo(body);
        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        return content;
    }

    private IElement Control(string label)
    {
        var found = _form.QuerySelectorAll<IHtmlLabelElement>("label")
            .Where(candidate => candidate.TextContent.Trim().StartsWith(label, StringComparison.Ordinal)).ToList();
        return found.Count == 1
            ? found[0].Control ?? throw new InvalidOperationException($"The label \"{label}\" belongs to no control.")
            : throw new InvalidOperationException($"{found.Count} labels begin with \"{label}\".");
    }
}
