using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClinicSite.Evidence;

/// <summary>
/// How the register's files are written: camel case, words of a list in kebab case, nothing that the register does not
/// know. Generated when the program is built: finding it out by reflection took a tenth of a second of every start.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(InKebabCase<ClaimKind>), typeof(InKebabCase<Strength>), typeof(InKebabCase<SourceReading>)])]
[JsonSerializable(typeof(List<Source>))]
[JsonSerializable(typeof(List<Claim>))]
internal sealed partial class RegisterJson : JsonSerializerContext
{
    private sealed class InKebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
