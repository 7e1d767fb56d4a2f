using Ashlar.Core.Work;

namespace Ashlar.Core.Conversations;

/// <summary>What decides which documents a task gets.</summary>
public sealed record DocumentRequest
{
    /// <summary>The root folder that is read, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The work order.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>The text of the task; paths that it names are added. Empty for the work order as a whole.</summary>
    public string TaskText { get; init; } = "";

    /// <summary>The agent's prompt; empty for none.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The agent's file, for problems.</summary>
    public string? PromptPath { get; init; }

    /// <summary>The line of the agent's file at which the prompt begins, from 1.</summary>
    public int PromptLine { get; init; } = 1;

    /// <summary><c>documents: add</c>: what every task gets; missing is an error.</summary>
    public IReadOnlyList<string> Add { get; init; } = [];

    /// <summary><c>documents: optional</c>: paths or globs that may be missing whatever the prompt says.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>The most bytes of text that one document gives.</summary>
    public int MostBytesEach { get; init; } = 64 * 1024;

    /// <summary>The most bytes of text that all documents give together; later ones are then only named.</summary>
    public int MostBytes { get; init; } = 256 * 1024;

    /// <summary>The most bytes of one image; larger ones are only named.</summary>
    public int MostImageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most images; further ones are only named.</summary>
    public int MostImages { get; init; } = 10;
}
