using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ClinicSite.Tests.Door;
using Assembly = System.Reflection.Assembly;

namespace ClinicSite.Tests;

/// <summary>
/// The dependency table of the house. A type belongs to the room that is the first folder under <c>src/ClinicSite</c>; a
/// view belongs to the room of its file. A reference in a method body or in a <c>.cshtml</c> counts like any other.
/// </summary>
public sealed class HouseTests
{
    private const string Views = "AspNetCoreGeneratedDocument";

    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Clinic"] = [],
        ["Evidence"] = [],
        ["Email"] = [],
        ["Shell"] = ["Clinic"],
        ["Treatments"] = ["Shell", "Clinic", "Evidence"],
        ["Guides"] = ["Shell", "Clinic", "Evidence"],
        ["Enquiries"] = ["Treatments", "Email", "Shell", "Clinic"],
        ["Home"] = ["Treatments", "Guides", "Shell", "Clinic", "Evidence"],
        ["Operations"] = ["Enquiries", "Email", "Shell", "Clinic", "Evidence"],
    };

    /// <summary>Folders that hold no code of the house.</summary>
    private static readonly string[] NoRooms = ["App_Data", "Properties", "bin", "obj", "wwwroot"];

    private static readonly Assembly Site = typeof(Program).Assembly;

    [Fact]
    public void Use_BetweenRooms_FollowsTheTable()
    {
        var house = new ArchLoader().LoadAssemblies(Site).Build();

        var forbidden = house.Types
            .Select(type => (Type: type, Room: RoomOf(type)))
            .Where(from => from.Room is not null)
            .SelectMany(from => from.Type.Dependencies.Select(dependency => (from.Type, from.Room, To: dependency.Target, ToRoom: RoomOf(dependency.Target))))
            .Where(use => use.ToRoom is not null && use.ToRoom != use.Room && !MayUse[use.Room!].Contains(use.ToRoom))
            .Select(use => $"{use.Type.FullName} ({use.Room}) uses {use.To.FullName} ({use.ToRoom})")
            .Distinct(StringComparer.Ordinal);

        Assert.Empty(forbidden);
    }

    [Fact]
    public void List_OfRooms_IsTheFolderList()
    {
        var rooms = Site.GetTypes()
            .Where(type => type.Namespace?.StartsWith("ClinicSite.", StringComparison.Ordinal) == true)
            .Select(type => type.Namespace!.Split('.')[1])
            .Distinct(StringComparer.Ordinal);

        Assert.Empty(rooms.Except(MayUse.Keys, StringComparer.Ordinal));
        var folders = new DirectoryInfo(ProgramRun.ProjectFolder()).GetDirectories().Select(folder => folder.Name).Except(NoRooms, StringComparer.Ordinal);
        Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Find_ViewsInTheHouse_IsNotBlind()
    {
        var house = new ArchLoader().LoadAssemblies(Site).Build();

        var viewRooms = house.Types.Where(type => type.Namespace?.FullName == Views).Select(RoomOf).Distinct();

        Assert.Superset(new HashSet<string?>(["Home", "Treatments", "Guides", "Enquiries", "Evidence", "Shell"]), viewRooms.ToHashSet());
    }

    private static string? RoomOf(IType type)
    {
        var space = type.Namespace?.FullName ?? "";
        if (space == Views)
        {
            // A view's class is called like its path: Enquiries_Consultation. Those at the root are settings of all views.
            var room = type.Name.Split('_', 2)[0];
            return MayUse.ContainsKey(room) ? room : null;
        }

        var parts = space.Split('.');
        return parts is ["ClinicSite", var name, ..] && MayUse.ContainsKey(name) ? name : null;
    }
}
