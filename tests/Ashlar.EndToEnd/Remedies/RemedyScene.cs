namespace Ashlar.EndToEnd.Remedies;

/// <summary>A state in which a code is told, and what its remedy says to do, done by hand.</summary>
/// <param name="Code">The code.</param>
/// <param name="Files">The files of a repository in which it is told; <c>*</c> is text that is made at run time.</param>
/// <param name="Words">The command that tells it.</param>
internal sealed record RemedyScene(string Code, IReadOnlyList<(string Path, string Text)> Files, IReadOnlyList<string> Words)
{
    /// <summary>The part of an agent definition that all have.</summary>
    public const string Head = "---\nname: a\ndescription: Does work\n";

    /// <summary>A configuration with one gate.</summary>
    public const string Gate = "gates:\n  - {name: check, run: test ! -e broken}\n";

    /// <summary>A configuration with a gate and a secret.</summary>
    public const string Token = Gate + "env: {TOKEN: {secret: TOKEN}}\n";

    /// <summary>Where the configuration lies.</summary>
    public const string Configuration = ".ashlar/config.yaml";

    /// <summary>Looks at the definition a.md.</summary>
    public static IReadOnlyList<string> LintAgent { get; } = ["agents", "lint", "a.md"];

    /// <summary>Looks at the list t.md.</summary>
    public static IReadOnlyList<string> LintTasks { get; } = ["tasks", "lint", "t.md"];

    /// <summary>Says what a run would do.</summary>
    public static IReadOnlyList<string> DryRun { get; } = ["run", "--task", "Do it", "--dry-run"];

    /// <summary>Begins a run.</summary>
    public static IReadOnlyList<string> Start { get; } = ["run", "--task", "Do it", "--trust"];

    /// <summary>What else is done in the repository before, in a shell.</summary>
    public string? Before { get; init; }

    /// <summary>What the remedy has one do in a shell.</summary>
    public string? Do { get; init; }

    /// <summary>The files that the remedy has one edit.</summary>
    public IReadOnlyList<(string Path, string Text)> Edits { get; init; } = [];

    /// <summary>The command that the remedy has one type, where it is not the same again.</summary>
    public IReadOnlyList<string>? Then { get; init; }

    /// <summary>Variables in which the code is told; null takes one out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Variables { get; init; } = [];

    /// <summary>The variables as the remedy has one set them, where they are not the same.</summary>
    public IReadOnlyList<(string Name, string? Value)>? Set { get; init; }

    /// <summary>All scenes.</summary>
    public static IReadOnlyList<RemedyScene> All => [.. Agents.All, .. Lists.All, .. Settings.All, .. Starts.All, .. Repositories.All];
}
