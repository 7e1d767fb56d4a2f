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

    /// <summary>What is odd or wrong about the file.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
