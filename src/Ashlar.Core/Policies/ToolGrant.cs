using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>The tools that one agent has, of those that Ashlar offers. It never holds a tool that the definition does not give.</summary>
public sealed class ToolGrant
{
    /// <summary>The tools that every agent has, whatever its definition says.</summary>
    public static IReadOnlyList<string> Always { get; } = ["Report", "Escalate", "NoteDeviation"];

    private static readonly string[] ByRole = ["commit_and_push", "Review", "Answer"];
    private readonly HashSet<string> granted;

    internal ToolGrant(IReadOnlyList<string> names)
    {
        Names = names;
        granted = new HashSet<string>(names, StringComparer.Ordinal);
    }

    /// <summary>The tools granted, in the order in which Ashlar offers them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tools of servers that are granted.</summary>
    public ServerGrant Servers { get; internal init; } = ServerGrant.None;

    /// <summary>The tools granted, those of servers as patterns.</summary>
    public IReadOnlyList<string> Shown => [.. Names, .. Servers.Patterns];

    /// <summary>What the definition names and nobody offers, as written.</summary>
    public IReadOnlyList<string> Unavailable { get; internal init; } = [];

    /// <summary>What the definition names, would change files or run commands, and is not there, as written.</summary>
    public IReadOnlyList<string> Lost { get; internal init; } = [];

    /// <summary>What was understood otherwise than written, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>Whether Bash takes some commands only.</summary>
    public bool LimitsCommands => Commands.Any;

    /// <summary>Whether the agent can change anything with the tools that Ashlar brings along.</summary>
    public bool Changes => Offers("Write") || Offers("Edit") || Offers("Bash");

    internal GrantedCommands Commands { get; init; } = GrantedCommands.None;

    /// <summary>The tools of a definition.</summary>
    /// <param name="agent">The definition.</param>
    /// <param name="offered">Names of the tools that there are in this run, without those of servers.</param>
    /// <param name="commitsCycles">Whether each green cycle is to be committed.</param>
    /// <param name="servers">Names of the servers that offer tools; null for none.</param>
    public static ToolGrant Of(
        AgentDefinition agent,
        IReadOnlyCollection<string> offered,
        bool commitsCycles = false,
        IReadOnlyCollection<string>? servers = null
    ) => new ToolChoice(agent, offered, servers ?? [], commitsCycles).Decide();

    /// <summary>The same grant for someone who only reads: a reviewer with <c>Review</c>, a tech lead with <c>Answer</c>.</summary>
    /// <param name="verdict">The tool that ends the work; granted, while <c>Report</c> and all that writes is not.</param>
    public ToolGrant ReadingOnly(string verdict) =>
        new([.. Names.Where(name => ToolNames.Reading.Contains(name, StringComparer.Ordinal)), verdict])
        {
            Unavailable = Unavailable,
            Notes = Notes,
        };

    /// <summary>The same grant for an agent that says of itself that it only reads; its commands stay, in a worktree that is read-only.</summary>
    public ToolGrant WithoutWriting() =>
        new([.. Names.Where(name => name is not ("Write" or "Edit" or "commit_and_push"))])
        {
            Commands = Commands,
            Servers = Servers,
            Unavailable = Unavailable,
            Lost = Lost,
            Notes = Notes,
        };

    /// <summary>Whether the agent has a tool.</summary>
    public bool Offers(string name) => granted.Contains(name) || Servers.Offers(name);

    /// <summary>
    /// Whether Bash takes a command line where only some are granted (<c>Bash(git:*)</c>): every simple command must match, and what
    /// the parser does not know is refused. The problem says which part; null when the line may run.
    /// </summary>
    public Problem? DecideCommand(string line) => Commands.Decide(line);

    internal static bool IsByRole(string name) => ByRole.Contains(name, StringComparer.Ordinal);
}
