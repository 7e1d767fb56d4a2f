namespace Ashlar.Core.Gates;

/// <summary>Why a gate could tell nothing of the tree that it ran on.</summary>
/// <param name="Kind">What kept it.</param>
/// <param name="Why">The same in words, with the end of what the command said.</param>
public sealed record GateInability(InabilityKind Kind, string Why)
{
    /// <summary>The command or the edit that fixes it, a sentence; null where nothing better is known than to try the command by hand.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether it lacks what the project lists as a dependency, so that no work of the project's own could bring it.</summary>
    public bool LacksDependency { get; init; }

    /// <summary>Files of the checkout that the failure names.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Names in quotes that the failure names: modules, functions, classes.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary>What keeps a gate from telling anything.</summary>
public enum InabilityKind
{
    /// <summary>A program, a service or a secret is missing, or the command was killed.</summary>
    Environment,

    /// <summary>It is red, and only its exit code is read.</summary>
    ExitOnly,

    /// <summary>Exit code and report contradict each other.</summary>
    Contradiction,

    /// <summary>The tool failed without a finding: a usage error, a broken configuration, a crash.</summary>
    Usage,

    /// <summary>The packages that it needs could not be brought together.</summary>
    Restore,

    /// <summary>The result is missing or cannot be read.</summary>
    NoResult,

    /// <summary>No test could run: what they need cannot be imported, built or set up.</summary>
    NotRun,

    /// <summary>There is nothing to look at; the work may bring it.</summary>
    NoInput,

    /// <summary>It did not end in time.</summary>
    TimedOut,
}
