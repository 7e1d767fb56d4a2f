using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Policies;

/// <summary>What one agent may and must do in a run, with the place that each rule comes from.</summary>
public sealed record Policy
{
    /// <summary>The tools it has.</summary>
    public required ToolGrant Tools { get; init; }

    /// <summary>What it may read and write.</summary>
    public required Scope Scope { get; init; }

    /// <summary>The prompt with its secrets lifted out: <c>[secret NAME]</c> in their place.</summary>
    public required string Prompt { get; init; }

    /// <summary>Every rule, scope included, in the order configuration, front matter, prompt, documents, built in.</summary>
    public required IReadOnlyList<PolicyRule> Rules { get; init; }

    /// <summary>The gates: those of the configuration, else of the front matter, else those that the prompt names.</summary>
    public IReadOnlyList<GateSetting> Gates { get; init; } = [];

    /// <summary>Whether <see cref="Gates"/> were read from prose.</summary>
    public bool GatesFromProse { get; init; }

    /// <summary>Documents that the prompt wants read.</summary>
    public IReadOnlyList<PolicyInput> Inputs { get; init; } = [];

    /// <summary>The task list that the prompt names as its work, relative to the repository root, or null.</summary>
    public string? TaskList { get; init; }

    /// <summary>Whether the prompt asks for an iteration log.</summary>
    public bool WantsIterationLog { get; init; }

    /// <summary>Where the prompt wants the log, placeholders such as <c>{feature-name}</c> not filled in; null when it does not say.</summary>
    public string? IterationLog { get; init; }

    /// <summary>How often to commit; null when nothing is said.</summary>
    public CommitRhythm? Commit { get; init; }

    /// <summary>Whether the prompt hands its work over with <c>commit_and_push</c>.</summary>
    public bool Handoff { get; init; }

    /// <summary>What the prompt wants to read in a pull request besides, such as <c>Manual test notes</c>.</summary>
    public IReadOnlyList<string> HandoffSections { get; init; } = [];

    /// <summary>Where browser screenshots go, placeholders not filled in; null when nothing is said.</summary>
    public string? BrowserEvidence { get; init; }

    /// <summary>When the agent is to stop and ask.</summary>
    public IReadOnlyList<EscalationRule> Escalations { get; init; } = [];

    /// <summary>Check-list items of the prompt, without their marks; rows of the report.</summary>
    public IReadOnlyList<PolicyRule> Checklist { get; init; } = [];

    /// <summary>Plain <c>KEY=VALUE</c> pairs of the prompt, set for commands.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Secrets found in the definition, for the mask; lines are those of the file.</summary>
    public IReadOnlyList<LiftedPair> Secrets { get; init; } = [];

    /// <summary>Bound of turns per task that the definition sets, or null.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>What is wrong or worth knowing; errors keep a run from starting.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

/// <summary>A document that the agent is to read.</summary>
/// <param name="Path">As written, placeholders not filled in.</param>
/// <param name="Required">Whether the run cannot start without it.</param>
/// <param name="SourcePath">The file that says so.</param>
/// <param name="SourceLine">Its line, from 1.</param>
public sealed record PolicyInput(string Path, bool Required, string SourcePath, int SourceLine);

/// <summary>A case in which the agent is to stop and ask.</summary>
/// <param name="Kind">The kind of escalation: <c>question</c>, <c>blocker</c>, <c>interface-deviation</c>, <c>contract-deviation</c>, <c>scope-extension</c>.</param>
/// <param name="Words">The sentence.</param>
/// <param name="SourcePath">The file that says so.</param>
/// <param name="SourceLine">Its line, from 1.</param>
public sealed record EscalationRule(string Kind, string Words, string SourcePath, int SourceLine);
