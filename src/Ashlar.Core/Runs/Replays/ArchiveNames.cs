using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>What the entries of an exported run are called, and where they go when it is unpacked.</summary>
internal static class ArchiveNames
{
    /// <summary>The version of the form.</summary>
    public const int Version = 2;

    /// <summary>What the run is and what the file holds, first in the file.</summary>
    public const string Manifest = "run.json";

    /// <summary>Its journal.</summary>
    public const string Journal = "journal.jsonl";

    /// <summary>Its large content.</summary>
    public const string Artifacts = "artifacts/";

    /// <summary>Git's objects.</summary>
    public const string Objects = "repository/";

    /// <summary>Where an entry goes, or null where it does not belong to a run.</summary>
    public static string? TargetOf(string name, RunFolder folder, ReplayPlace place)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        return name == Journal ? FolderRecord.JournalIn(folder.Path)
            : name == Artifacts + last && ArtifactFolder.IsHash(last) ? folder.Artifacts.PathOf(last)
            : name == Objects + last && IsPack(last, ".pack") ? Path.Combine(place.PackPath, last)
            : null;
    }

    /// <summary>What git makes itself from a pack is not taken from others.</summary>
    public static bool IsLeftOut(string name) =>
        name.StartsWith(Objects, StringComparison.Ordinal)
        && (IsPack(name[Objects.Length..], ".idx") || IsPack(name[Objects.Length..], ".rev"));

    private static bool IsPack(string name, string ending) =>
        name.StartsWith("pack-", StringComparison.Ordinal)
        && name.EndsWith(ending, StringComparison.Ordinal)
        && name.Length > 5 + ending.Length
        && ObjectName.Is(name[5..^ending.Length]);
}
