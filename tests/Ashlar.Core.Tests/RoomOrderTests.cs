using System.Text.RegularExpressions;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests;

public sealed partial class RoomOrderTests
{
    private static readonly string[] Rooms =
    [
        "Secrets",
        "Journal",
        "Settings",
        "Work",
        "Agents",
        "Models",
        "Policies",
        "Sandboxes",
        "Workspaces",
        "Stacks",
        "Tools",
        "Conversations",
        "Gates",
        "Judging",
        "Reports",
        "Reviews",
        "Runs",
    ];

    /// <summary>Folders of one ecosystem each, between what all may use and the catalogue, which alone knows them.</summary>
    private static readonly string[] Ecosystems = ["Dotnet", "Go", "Jvm", "Make", "Native", "Node", "Php", "Python", "Ruby", "Rust"];

    /// <summary>Folders of rooms that have an order of their own, in reading order.</summary>
    private static readonly Dictionary<string, string[]> Folders = new(StringComparer.Ordinal)
    {
        ["Sandboxes"] = ["Kernel", "Commands", "Host", "Bubblewrap", "Networks", "Mounts", "Isolation"],
        ["Stacks"] = ["Files", "Commands", "Results", "Interpreters", "Seam", "Detection", .. Ecosystems, "Catalogue"],
        ["Gates"] = ["Placeholders", "Integrity", "Detection", "Inputs", "Proof", "Watching"],
        ["Judging"] = ["Syntax", "Emptying", "Trees", "Units", "Measuring", "Expectations", "Proof"],
        ["Runs"] =
        [
            "Records",
            "Starts",
            "Planning",
            "Landings",
            "Places",
            "People",
            "Reviewing",
            "Verdicts",
            "Handoffs",
            "Tasks",
            "Execution",
            "Replays",
        ],
    };

    /// <summary>Folders of the program, in reading order; what lies beside them (the entry, the list of commands, its help) uses them all.</summary>
    private static readonly string[] ProgramFolders = ["Terminal", "Rendering", "Places", "Composing", "Options", "Commands"];

    [Fact]
    public void A_room_uses_only_rooms_above_it()
    {
        var code = SourceTree.Code("src/Ashlar.Core").ToList();

        Assert.Equal([], code.SelectMany(file => Offences(file.Path, file.Text)));
        Assert.Contains(code, file => UsedRooms(file.Text).Any());
    }

    [Fact]
    public void The_rule_sees_directives_and_qualified_names()
    {
        Assert.Equal(
            ["src/Ashlar.Core/Work/X.cs uses Runs", "src/Ashlar.Core/Work/X.cs uses Gates"],
            Offences(
                "src/Ashlar.Core/Work/X.cs",
                "using Ashlar.Core.Runs;\nusing Ashlar.Core.Settings;\nvar a = Ashlar.Core.Gates.Gate.None;"
            )
        );
    }

    [Fact]
    public void A_folder_of_a_room_uses_only_folders_above_it()
    {
        var code = SourceTree.Code("src/Ashlar.Core").ToList();

        Assert.Equal([], code.SelectMany(file => FolderOffences(file.Path, file.Text)));
        Assert.Contains(code, file => UsedFolders("Runs", file.Text).Any());
    }

    [Fact]
    public void The_rule_of_folders_sees_directives_and_names_within_the_room() =>
        Assert.Equal(
            ["src/Ashlar.Core/Runs/Planning/X.cs uses Runs.Tasks", "src/Ashlar.Core/Runs/Planning/X.cs uses Runs.Execution"],
            FolderOffences(
                "src/Ashlar.Core/Runs/Planning/X.cs",
                "using Ashlar.Core.Runs.Records;\nusing Ashlar.Core.Runs.Tasks;\nvar a = Execution.RunHost.None;"
            )
        );

    [Fact]
    public void An_ecosystem_knows_no_other_and_only_the_catalogue_knows_them()
    {
        var code = SourceTree.Code("src/Ashlar.Core/Stacks").ToList();

        Assert.Equal([], code.SelectMany(file => EcosystemOffences(file.Path, file.Text)));
        Assert.Equal(
            ["src/Ashlar.Core/Stacks/Go/X.cs uses Stacks.Dotnet", "src/Ashlar.Core/Stacks/Go/X.cs uses Stacks.Rust"],
            EcosystemOffences("src/Ashlar.Core/Stacks/Go/X.cs", "using Ashlar.Core.Stacks.Dotnet;\nusing Ashlar.Core.Stacks.Rust;")
        );
    }

    [Fact]
    public void A_folder_of_the_program_uses_only_folders_above_it()
    {
        var code = SourceTree.Code("src/Ashlar.Cli").ToList();

        Assert.Equal([], code.SelectMany(file => ProgramOffences(file.Path, file.Text)));
        Assert.Equal(
            ["src/Ashlar.Cli/Rendering/X.cs uses Commands"],
            ProgramOffences("src/Ashlar.Cli/Rendering/X.cs", "using Ashlar.Cli.Terminal;\nusing Ashlar.Cli.Commands;")
        );
        Assert.Equal(
            ProgramFolders.Order(StringComparer.Ordinal),
            code.Select(file => file.Path.Split('/'))
                .Where(path => path.Length > 3)
                .Select(path => path[2])
                .Distinct()
                .Except(["bin", "obj"])
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_folder_of_a_room_in_order_is_on_its_list_and_only_two_rooms_with_folders_have_files_beside_them()
    {
        foreach (var (room, folders) in Folders)
        {
            Assert.Equal(
                folders.Order(StringComparer.Ordinal),
                Directory
                    .EnumerateDirectories(Path.Combine(SourceTree.Root, "src/Ashlar.Core", room))
                    .Select(folder => Path.GetFileName(folder)!)
                    .Order(StringComparer.Ordinal)
            );
        }

        Assert.Equal(
            [],
            Folders
                .Keys.Except(["Gates", "Judging"], StringComparer.Ordinal)
                .SelectMany(room => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src/Ashlar.Core", room)))
        );
    }

    [Fact]
    public void Every_room_is_on_the_list() =>
        Assert.Equal(
            [],
            Directory
                .EnumerateDirectories(Path.Combine(SourceTree.Root, "src/Ashlar.Core"))
                .Select(Path.GetFileName)
                .Except(Rooms, StringComparer.Ordinal)
        );

    [Fact]
    public void Projects_depend_in_one_direction_and_Core_on_nothing_heavy()
    {
        Assert.Equal([], References("Ashlar.Core", "ProjectReference"));
        Assert.Equal(["Ashlar.Core"], References("Ashlar.Providers", "ProjectReference"));
        Assert.Equal(["Ashlar.Core"], References("Ashlar.Protocols", "ProjectReference"));
        Assert.DoesNotContain(References("Ashlar.Core", "FrameworkReference"), _ => true);
        Assert.DoesNotContain(References("Ashlar.Core", "PackageReference"), IsHeavy);
        Assert.True(IsHeavy("Npgsql") && IsHeavy("Microsoft.AspNetCore.OpenApi") && IsHeavy("Anthropic"));
        foreach (
            var middle in Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src")).Select(folder => Path.GetFileName(folder)!)
        )
        {
            Assert.True(
                middle is "Ashlar.Core" or "Ashlar.Cli"
                    || References(middle, "ProjectReference").All(reference => reference is "Ashlar.Core"),
                $"{middle} knows another project than Core"
            );
        }
    }

    private static IEnumerable<string> Offences(string path, string text)
    {
        var room = Array.IndexOf(Rooms, path.Split('/') is [_, _, var folder, _, ..] ? folder : "");
        return room < 0 ? [] : UsedRooms(text).Where(used => Array.IndexOf(Rooms, used) > room).Select(used => $"{path} uses {used}");
    }

    private static IEnumerable<string> ProgramOffences(string path, string text) =>
        path.Split('/') is [_, _, var folder, _, ..]
            ? ProgramFolders
                .Skip(Array.IndexOf(ProgramFolders, folder) + 1)
                .Where(used => Regex.IsMatch(text, $@"(?<!namespace )Ashlar\.Cli\.{used}\b"))
                .Select(used => $"{path} uses {used}")
            : [];

    private static IEnumerable<string> UsedRooms(string text) =>
        RoomName().Matches(text).Select(match => match.Groups[1].Value).Where(Rooms.Contains).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> FolderOffences(string path, string text)
    {
        if (path.Split('/') is not [_, _, var room, var folder, _, ..] || !Folders.TryGetValue(room, out var folders))
        {
            return [];
        }

        var place = Array.IndexOf(folders, folder);
        return UsedFolders(room, text).Where(used => Array.IndexOf(folders, used) > place).Select(used => $"{path} uses {room}.{used}");
    }

    private static IEnumerable<string> EcosystemOffences(string path, string text) =>
        path.Split('/') is [_, _, _, var folder, _, ..] && folder != "Catalogue"
            ? UsedFolders("Stacks", text)
                .Where(used => used != folder && Ecosystems.Contains(used, StringComparer.Ordinal))
                .Select(used => $"{path} uses Stacks.{used}")
            : [];

    private static IEnumerable<string> UsedFolders(string room, string text) =>
        Folders[room].Where(folder => Regex.IsMatch(text, $@"(?<!namespace )Ashlar\.Core\.{room}\.{folder}\b|(?<![\w.<]){folder}\.[A-Z]"));

    private static bool IsHeavy(string package) =>
        package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || package.StartsWith("Microsoft.Extensions.Http", StringComparison.Ordinal)
        || package.StartsWith("Quartz", StringComparison.Ordinal)
        || package is "Npgsql" or "Dapper" or "Anthropic" or "OpenAI" or "Microsoft.Data.Sqlite" or "Polly.Core";

    private static IReadOnlyList<string> References(string project, string kind)
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "src", project, $"{project}.csproj"));
        return
        [
            .. Regex
                .Matches(text, $"<{kind} Include=\"([^\"]+)\"")
                .Select(match =>
                    Path.GetFileNameWithoutExtension(match.Groups[1].Value) is { Length: > 0 } name
                    && match.Groups[1].Value.EndsWith(".csproj", StringComparison.Ordinal)
                        ? name
                        : match.Groups[1].Value
                ),
        ];
    }

    [GeneratedRegex(@"(?<!namespace )Ashlar\.Core\.([A-Z][A-Za-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex RoomName();
}
