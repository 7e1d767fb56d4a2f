using Ashlar.Core.Settings;

namespace Ashlar.Core.Agents;

/// <summary>Who does the work: a Markdown file with front matter and a prompt, as read.</summary>
public sealed record AgentDefinition
{
    /// <summary>The name from the front matter, else the file's stem.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for and when to use it; line breaks written as <c>\n</c> are real ones here.</summary>
    public required string Description { get; init; }

    /// <summary>The file: relative to the repository where it lies inside, else absolute; <c>built-in:NAME</c> for those that ship with Ashlar.</summary>
    public required string Path { get; init; }

    /// <summary>Tool names and patterns as written, aliases not yet resolved; null when the definition names none (it then has all).</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Tools taken away again.</summary>
    public IReadOnlyList<string> DisallowedTools { get; init; } = [];

    /// <summary>What <c>permission</c> says of tools, in the order of the file; the last rule that fits decides.</summary>
    public IReadOnlyList<PermissionRule> Permissions { get; init; } = [];

    /// <summary>The model as written, or null.</summary>
    public string? Model { get; init; }

    /// <summary>The colour as written, or null.</summary>
    public string? Color { get; init; }

    /// <summary>Bound of turns per task, or null.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>The permission mode as written, or null.</summary>
    public string? PermissionMode { get; init; }

    /// <summary>The prompt, verbatim (mojibake repaired where that is exact).</summary>
    public required string Prompt { get; init; }

    /// <summary>The line of the file at which the prompt begins, from 1.</summary>
    public required int PromptLine { get; init; }

    /// <summary>The line of each front-matter key, from 1; empty without front matter.</summary>
    public IReadOnlyDictionary<string, int> KeyLines { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The <c>scope:</c> of the front matter.</summary>
    public AgentScope Scope { get; init; } = AgentScope.None;

    /// <summary>The <c>gates:</c> of the front matter; null when it has none.</summary>
    public IReadOnlyList<GateSetting>? Gates { get; init; }

    /// <summary>The <c>review:</c> of the front matter (<c>none</c>, <c>tech-lead</c>, <c>human</c>), or null.</summary>
    public string? Review { get; init; }

    /// <summary>What is odd or wrong about the file.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The same definition known by another path, in its problems too.</summary>
    public AgentDefinition At(string path) =>
        this with
        {
            Path = path,
            Problems = [.. Problems.Select(problem => problem.Path == Path ? problem with { Path = path } : problem)],
        };
}

/// <summary>One rule of OpenCode's <c>permission</c>.</summary>
/// <param name="Tool">The tool's key as written, such as <c>edit</c>, <c>bash</c> or <c>*</c>.</param>
/// <param name="Pattern">What it is used on: a path, a command, an address; <c>*</c> for anything.</param>
/// <param name="Action">What is to happen.</param>
/// <param name="Line">Its line, from 1.</param>
public sealed record PermissionRule(string Tool, string Pattern, PermissionAction Action, int Line);

/// <summary>What a permission does.</summary>
public enum PermissionAction
{
    /// <summary>The tool is given.</summary>
    Allow,

    /// <summary>A person is to be asked at each use. A run has nobody there, so it is not given.</summary>
    Ask,

    /// <summary>The tool is not given.</summary>
    Deny,
}

/// <summary>A pattern and the line it is on.</summary>
/// <param name="Pattern">A glob, as written.</param>
/// <param name="Line">Its line, from 1, or null.</param>
public sealed record ScopePattern(string Pattern, int? Line);

/// <summary>Scope rules as written in one place: a configuration, a front matter, a prompt.</summary>
public sealed record AgentScope
{
    /// <summary>No rule.</summary>
    public static AgentScope None { get; } = new();

    /// <summary>What may be written; empty for no limit.</summary>
    public IReadOnlyList<ScopePattern> Allow { get; init; } = [];

    /// <summary>What may not be written.</summary>
    public IReadOnlyList<ScopePattern> Deny { get; init; } = [];

    /// <summary>What may be neither read nor written.</summary>
    public IReadOnlyList<ScopePattern> Hide { get; init; } = [];

    /// <summary>What may not be changed once it exists.</summary>
    public IReadOnlyList<ScopePattern> Frozen { get; init; } = [];

    /// <summary>Where new files may be created; empty for no limit.</summary>
    public IReadOnlyList<ScopePattern> Create { get; init; } = [];

    /// <summary>Whether it holds no rule at all.</summary>
    public bool IsEmpty => Allow.Count + Deny.Count + Hide.Count + Frozen.Count + Create.Count == 0;
}
