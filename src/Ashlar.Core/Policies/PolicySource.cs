using Ashlar.Core.Agents;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>What a policy is compiled from, besides the agent definition.</summary>
public sealed record PolicySource
{
    /// <summary>Nothing configured.</summary>
    public static PolicySource None { get; } = new();

    /// <summary>The configuration's path for messages, such as <c>.ashlar/config.yaml</c>; null without one.</summary>
    public string? Path { get; init; }

    /// <summary>The configuration's scope lists.</summary>
    public AgentScope Scope { get; init; } = AgentScope.None;

    /// <summary>The configuration's gates; null when it has none (an empty list means: no gates).</summary>
    public IReadOnlyList<GateSetting>? Gates { get; init; }

    /// <summary>Names of the tools that there are in this run; null for the built-in ones.</summary>
    public IReadOnlyCollection<string>? OfferedTools { get; init; }

    /// <summary>Names of the servers that offer tools besides.</summary>
    public IReadOnlyCollection<string> Servers { get; init; } = [];

    /// <summary>When commits are made, where the configuration says so.</summary>
    public CommitRhythm? Commit { get; init; }

    /// <summary>Places (<c>PATH:LINE</c>) of sentences from which no rule is made.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>What the agent never writes.</summary>
    public ProtectedPaths Protected { get; init; } = new();

    /// <summary>Documents of the work order and project; they only narrow.</summary>
    public IReadOnlyList<PolicyDocument> Documents { get; init; } = [];

    /// <summary>What a configuration says.</summary>
    public static PolicySource Of(Configuration configuration) =>
        new()
        {
            Path = configuration.Path,
            Gates = configuration.Gates,
            Commit = configuration.Commit.Each,
            Ignored = configuration.IgnoreRules,
            Scope = new AgentScope
            {
                Allow = Patterns(configuration.Scope.Allow),
                Deny = Patterns(configuration.Scope.Deny),
                Hide = Patterns(configuration.Scope.Hide),
                Frozen = Patterns(configuration.Scope.Frozen),
            },
        };

    private static List<ScopePattern> Patterns(IReadOnlyList<ScopeGlob> globs) =>
        [.. globs.Select(glob => new ScopePattern(glob.Glob, glob.Line))];

    /// <summary>The tools that Ashlar brings along.</summary>
    public static IReadOnlyList<string> BuiltInTools { get; } =
    [
        "Read",
        "Write",
        "Edit",
        "Bash",
        "BashOutput",
        "KillShell",
        "Glob",
        "Grep",
        "WebFetch",
        "Report",
        "Escalate",
        "NoteDeviation",
        "commit_and_push",
    ];
}

/// <summary>A document and its text.</summary>
/// <param name="Path">Relative to the repository root.</param>
/// <param name="Text">Its text.</param>
public sealed record PolicyDocument(string Path, string Text);
