namespace Ashlar.Core.Gates.Inputs;

/// <summary>What one gate's command reaches in the repository, on the task base.</summary>
internal sealed record GateClosure
{
    /// <summary>The gate's name.</summary>
    public required string Gate { get; init; }

    /// <summary>Everything that is run, one text behind the other: the command, scripts, recipes, configuration that adds options.</summary>
    public required string Text { get; init; }

    /// <summary>Files that are run or handed over as configuration.</summary>
    public IReadOnlySet<string> Files { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Files that are named like that and that the base does not have.</summary>
    public IReadOnlySet<string> Awaited { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Scripts of package.json that are run: <c>FOLDER/package.json#NAME</c>.</summary>
    public IReadOnlySet<string> Scripts { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Targets of the Makefile that are asked for by name; empty for the first one.</summary>
    public IReadOnlySet<string> Targets { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Folders of the repository in which programs or modules are looked for: entries of PATH, PYTHONPATH and the like.</summary>
    public IReadOnlySet<string> SearchFolders { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether what it runs hides in a place that is not read: a container, a build system.</summary>
    public bool IsOpaque => Opaque.Any(word => Words.Contains(word));

    private static readonly string[] Opaque = ["docker", "podman", "docker-compose", "bazel", "bazelisk", "earthly", "dagger", "nix"];

    private HashSet<string> Words => field ??= [.. Text.Split([' ', '\n', '\t', ';', '&', '|', '"', '\'', '('])];
}
