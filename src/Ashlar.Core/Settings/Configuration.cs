namespace Ashlar.Core.Settings;

/// <summary>
/// What <c>.ashlar/config.yaml</c> says, with the default where it says nothing (contract section 7). Named so because
/// <c>Settings</c> is the room.
/// </summary>
public sealed record Configuration
{
    /// <summary>What holds without a file.</summary>
    public static Configuration Default { get; } = new();

    /// <summary>The file it was read from, relative to the repository root; null without one.</summary>
    public string? Path { get; init; }

    /// <summary>Lines from 1 by dotted place: <c>model</c>, <c>limits.turns</c>, <c>scope.allow[0]</c>, <c>gates[1].run</c>.</summary>
    public IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The model as <c>PROVIDER/NAME</c>, an alias or <c>cassette:FILE</c>; null leaves the choice to the environment.</summary>
    public string? Model { get; init; }

    /// <summary>Short names of models.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Models that stand in, in order, when the model is overloaded for long.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];

    /// <summary>Prices by <c>PROVIDER/NAME</c>.</summary>
    public IReadOnlyDictionary<string, ModelPrice> Prices { get; init; } = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);

    /// <summary>How many tokens a request may hold, by <c>PROVIDER/NAME</c>.</summary>
    public IReadOnlyDictionary<string, int> Windows { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Folders of agent definitions, searched before the built-in ones.</summary>
    public IReadOnlyList<string> Agents { get; init; } = DefaultAgentFolders;

    /// <summary>The folders in which other programs keep agent definitions, in the order in which they are searched.</summary>
    public static IReadOnlyList<string> DefaultAgentFolders =>
        [".claude/agents", ".github/agents", ".opencode/agents", ".opencode/agent", ".codex/agents", ".cursor/agents", ".gemini/agents"];

    /// <summary>Documents that every task gets.</summary>
    public DocumentSettings Documents { get; init; } = new();

    /// <summary>A prefix under which gates and Bash run outside the sandbox; null for none.</summary>
    public string? Exec { get; init; }

    /// <summary>Commands that prepare a worktree, in order.</summary>
    public IReadOnlyList<SetupCommand> Setup { get; init; } = [];

    /// <summary>Folders of the checkout that are shown read-only; null means those found by themselves.</summary>
    public IReadOnlyList<string>? Share { get; init; }

    /// <summary>TCP services that commands may reach, as <c>HOST:PORT</c>.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Hosts that commands may reach.</summary>
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>Ids of tests, or names of gates, that may stay as red as they are on the run base, in whatever way they fail there.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Ids of tests, or names of gates, that the work has to turn green.</summary>
    public IReadOnlyList<string> Owed { get; init; } = [];

    /// <summary>Places (<c>PATH:LINE</c>) of sentences from which no rule is made.</summary>
    public IReadOnlyList<string> IgnoreRules { get; init; } = [];

    /// <summary>The gates; null means those found in prose and by detection, an empty list means none on purpose.</summary>
    public IReadOnlyList<GateSetting>? Gates { get; init; }

    /// <summary>Which files may be written and read.</summary>
    public ScopeSettings Scope { get; init; } = new();

    /// <summary>Variables of commands.</summary>
    public IReadOnlyDictionary<string, EnvironmentValue> Environment { get; init; } =
        new Dictionary<string, EnvironmentValue>(StringComparer.Ordinal);

    /// <summary>What the model sees of commands that had a secret.</summary>
    public SecretHandling Secrets { get; init; }

    /// <summary>What servers of tools are given, by their names.</summary>
    public IReadOnlyDictionary<string, ServerSettings> Servers { get; init; } =
        new Dictionary<string, ServerSettings>(StringComparer.Ordinal);

    /// <summary>Bounds of a run.</summary>
    public RunLimits Limits { get; init; } = new();

    /// <summary>Who reviews.</summary>
    public ReviewSettings Review { get; init; } = new();

    /// <summary>Names of the agents that work on each task one after the other; empty for the run's agent alone.</summary>
    public IReadOnlyList<string> Pipeline { get; init; } = [];

    /// <summary>What is asked of a change's tests.</summary>
    public ProofSettings Proof { get; init; } = new();

    /// <summary>Who agrees to changed expectations where nobody reviews.</summary>
    public Agreeing Agree { get; init; }

    /// <summary>How and where commits are made.</summary>
    public CommitSettings Commit { get; init; } = new();

    /// <summary>The application that browser evidence is taken from; null for none.</summary>
    public ApplicationSettings? Application { get; init; }

    /// <summary>A command that runs when a run begins to wait or ends; null for none.</summary>
    public string? Notify { get; init; }

    /// <summary>The line of a place such as <c>limits.turns</c>, or null where the file does not say it.</summary>
    public int? LineOf(string place) => Lines.TryGetValue(place, out var line) ? line : null;
}

/// <summary>Who agrees to changed expectations, and to what else the author of a change cannot decide alone, where nobody reviews.</summary>
public enum Agreeing
{
    /// <summary>The built-in tech lead, asked once with fresh eyes.</summary>
    TechLead,

    /// <summary>A person.</summary>
    Human,

    /// <summary>Nobody: such points are to be fixed.</summary>
    None,
}

/// <summary>What a model's tokens cost, in USD per million.</summary>
/// <param name="Input">Input tokens that no cache was involved in.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="Cached">Input tokens read from the cache; null: as <paramref name="Input"/>.</param>
/// <param name="CacheWrite">
/// Input tokens written to the cache, which the list that is built in says and the configuration does not; null: as <paramref name="Input"/>, a
/// quarter more for Anthropic's models.
/// </param>
public sealed record ModelPrice(decimal Input, decimal Output, decimal? Cached = null, decimal? CacheWrite = null);

/// <summary>Documents beyond those that are found by themselves. Paths are relative to the repository root.</summary>
public sealed record DocumentSettings
{
    /// <summary>What every task gets; a missing one stops the run before it starts.</summary>
    public IReadOnlyList<string> Add { get; init; } = [];

    /// <summary>Documents that a prompt requires and that may be missing all the same.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];
}

/// <summary>A command that prepares a worktree once, before the first model call.</summary>
/// <param name="Run">The command.</param>
/// <param name="Network">Hosts it may reach.</param>
public sealed record SetupCommand(string Run, IReadOnlyList<string> Network);

/// <summary>Globs of files, relative to the repository root.</summary>
public sealed record ScopeSettings
{
    /// <summary>What may be written; empty for everything.</summary>
    public IReadOnlyList<ScopeGlob> Allow { get; init; } = [];

    /// <summary>What may not be written.</summary>
    public IReadOnlyList<ScopeGlob> Deny { get; init; } = [];

    /// <summary>What may be neither written nor read.</summary>
    public IReadOnlyList<ScopeGlob> Hide { get; init; } = [];

    /// <summary>What may not change where it exists in the run base.</summary>
    public IReadOnlyList<ScopeGlob> Frozen { get; init; } = [];
}

/// <summary>One glob and the line of the configuration that it stands in, from 1.</summary>
public sealed record ScopeGlob(string Glob, int Line);

/// <summary>What the model sees of commands that had a secret.</summary>
public enum SecretHandling
{
    /// <summary>Their output with the values masked.</summary>
    Masked,

    /// <summary>Only exit code and parsed results.</summary>
    Strict,
}

/// <summary>Who reviews a task before it is done.</summary>
public sealed record ReviewSettings
{
    /// <summary>The reviewer: the name of an agent, <c>human</c>, or <c>none</c>.</summary>
    public string By { get; init; } = "none";

    /// <summary>Rounds without approval after which the task escalates.</summary>
    public int Rounds { get; init; } = 3;
}

/// <summary>How and where commits are made.</summary>
public sealed record CommitSettings
{
    /// <summary>The branch; <c>{spec}</c> and <c>{run}</c> are filled in. Null for <c>feature/SPEC</c>, or <c>feature/RUN</c> without a spec.</summary>
    public string? Branch { get; init; }

    /// <summary>When a commit is made; null leaves it to the agent's prompt, else once a task.</summary>
    public CommitRhythm? Each { get; init; }

    /// <summary>Whether commits are signed with the user's key.</summary>
    public bool Sign { get; init; }

    /// <summary>Whether the branch is pushed at the end.</summary>
    public bool Push { get; init; }

    /// <summary>The remote that is pushed to.</summary>
    public string Remote { get; init; } = "origin";

    /// <summary>Whether a pull request is opened at the end.</summary>
    public bool PullRequest { get; init; }
}

/// <summary>When commits are made.</summary>
public enum CommitRhythm
{
    /// <summary>Once a task.</summary>
    Task,

    /// <summary>After every green gate cycle.</summary>
    Iteration,
}

/// <summary>The application under work, for browser evidence.</summary>
/// <param name="Run">The command that starts it.</param>
/// <param name="Ready">The URL that answers once it is up; null where there is none.</param>
public sealed record ApplicationSettings(string Run, string? Ready);
