using System.Text.Json.Serialization;

namespace Ashlar.Core.Tools;

/// <summary>What the tools of one task remember between calls. Changed only by applying effects, so a resumed run can rebuild it.</summary>
public sealed class ToolMemory
{
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> changedBy = new(StringComparer.Ordinal);

    private readonly HashSet<string> served = new(StringComparer.Ordinal);

    /// <summary>The working directory of the next command, relative to the root with <c>/</c>; empty for the root.</summary>
    public string WorkingDirectory { get; private set; } = "";

    /// <summary>How often a change outside the scope was refused or undone in this task.</summary>
    public int ScopeStrikes { get; private set; }

    /// <summary>The content hash under which the model last saw a file, or null if it never did.</summary>
    public string? SeenHash(string path) => seen.GetValueOrDefault(path);

    /// <summary>The command that last changed a file, or null if none did.</summary>
    public string? ChangedBy(string path) => changedBy.GetValueOrDefault(path);

    /// <summary>Whether a server of tools answered a call before, and may remember it.</summary>
    public bool HasUsed(string server) => served.Contains(server);

    /// <summary>Takes over what a call did.</summary>
    public void Apply(IEnumerable<ToolEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case FileSeen file:
                    seen[file.Path] = file.Hash;
                    break;
                case FilesChanged { By: { } command } changed:
                    foreach (var path in changed.Paths)
                    {
                        changedBy[path] = command;
                    }

                    break;
                case DirectoryChanged directory:
                    WorkingDirectory = directory.Path;
                    break;
                case ServerUsed used:
                    _ = served.Add(used.Server);
                    break;
                case ScopeStrike:
                    ScopeStrikes++;
                    break;
            }
        }
    }
}

/// <summary>Something that lasts beyond the call that did it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(FileSeen), "seen")]
[JsonDerivedType(typeof(DirectoryChanged), "directory")]
[JsonDerivedType(typeof(ScopeStrike), "strike")]
[JsonDerivedType(typeof(FilesChanged), "changed")]
[JsonDerivedType(typeof(FilesReverted), "reverted")]
[JsonDerivedType(typeof(ServerUsed), "served")]
public abstract record ToolEffect;

/// <summary>The model has seen (or written) the whole present content of a file.</summary>
/// <param name="Path">Relative to the root with <c>/</c>.</param>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex.</param>
public sealed record FileSeen(string Path, [property: Structure] string Hash) : ToolEffect;

/// <summary>A command changed the working directory.</summary>
public sealed record DirectoryChanged(string Path) : ToolEffect;

/// <summary>A change outside the scope was refused or undone; three in one task stop it.</summary>
public sealed record ScopeStrike(string Rule) : ToolEffect;

/// <summary>Files that a call changed and that stay changed.</summary>
public sealed record FilesChanged(IReadOnlyList<string> Paths) : ToolEffect
{
    /// <summary>The command that did it, where it was one; short, for messages.</summary>
    public string? By { get; init; }

    /// <summary>How many lines of the one file that was written came and went; null for commands and for what is not text.</summary>
    public LineCount? Lines { get; init; }
}

/// <summary>Files outside the scope that a command changed and that were put back.</summary>
public sealed record FilesReverted(IReadOnlyList<string> Paths, string Rule) : ToolEffect;

/// <summary>A server of tools was called; from then on it may remember something.</summary>
public sealed record ServerUsed([property: Structure] string Server) : ToolEffect;
