namespace ClinicSite.Shell.Pages;

/// <summary>A page of the catalogue could not be rendered.</summary>
/// <param name="path">Its address.</param>
/// <param name="cause">What the view or its controller threw.</param>
public sealed class PageRenderException(string path, Exception cause) : Exception($"{path} cannot be rendered: {cause.Message}", cause)
{
    public string Path { get; } = path;
}
