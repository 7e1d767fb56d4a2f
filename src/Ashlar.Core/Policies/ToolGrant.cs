using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>The tools that one agent has, of those that Ashlar offers. It never holds a tool that the definition does not give.</summary>
public sealed class ToolGrant
{
    /// <summary>The tools that every agent has, whatever its definition says.</summary>
    public static IReadOnlyList<string> Always { get; } = ["Report", "Escalate", "NoteDeviation"];

    private static readonly string[] ByRole = ["commit_and_push", "Review", "Answer"];
    private readonly HashSet<string> granted;
    private readonly IReadOnlyList<CommandPattern> commands;
    private readonly IReadOnlyList<CommandPattern> refused;

    private ToolGrant(
        IReadOnlyList<string> names,
        IReadOnlyList<CommandPattern> commands,
        IReadOnlyList<CommandPattern> refused,
        IReadOnlyList<string> unavailable,
        IReadOnlyList<string> notes
    )
    {
        Names = names;
        granted = new HashSet<string>(names, StringComparer.Ordinal);
        this.commands = commands;
        this.refused = refused;
        Unavailable = unavailable;
        Notes = notes;
    }

    /// <summary>The tools granted, in the order in which Ashlar offers them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the definition names and nobody offers, as written.</summary>
    public IReadOnlyList<string> Unavailable { get; }

    /// <summary>What was understood otherwise than written, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether Bash takes some commands only.</summary>
    public bool LimitsCommands => commands.Count + refused.Count > 0;

    /// <summary>The tools of a definition.</summary>
    /// <param name="agent">The definition.</param>
    /// <param name="offered">Names of all tools that there are in this run, those of MCP servers included.</param>
    /// <param name="commitsCycles">Whether each green cycle is to be committed.</param>
    public static ToolGrant Of(AgentDefinition agent, IReadOnlyCollection<string> offered, bool commitsCycles = false) =>
        new ToolChoice(agent, offered, commitsCycles).Decide();

    /// <summary>The same grant for someone who only reads: a reviewer with <c>Review</c>, a tech lead with <c>Answer</c>.</summary>
    /// <param name="verdict">The tool that ends the work; granted, while <c>Report</c> and all that writes is not.</param>
    public ToolGrant ReadingOnly(string verdict) =>
        new([.. Names.Where(name => ToolNames.Reading.Contains(name, StringComparer.Ordinal)), verdict], [], [], Unavailable, Notes);

    /// <summary>Whether the agent has a tool.</summary>
    public bool Offers(string name) => granted.Contains(name);

    /// <summary>
    /// Whether Bash takes a command line where only some are granted (<c>Bash(git:*)</c>): every simple command must match, and what
    /// the parser does not know is refused. The problem says which part; null when the line may run.
    /// </summary>
    public Problem? DecideCommand(string line)
    {
        if (!LimitsCommands)
        {
            return null;
        }

        var parsed = SimpleCommandText.Read(line);
        if (parsed.Fault is { } fault)
        {
            return Refusal($"The command line has {fault}, which cannot be checked against the commands granted", line);
        }

        foreach (var command in parsed.Commands)
        {
            if (refused.FirstOrDefault(pattern => pattern.Covers(command)) is { } hit)
            {
                return Refusal($"'{command}' is taken away by {hit}", line);
            }

            if (commands.Count > 0 && !commands.Any(pattern => pattern.Allows(command)))
            {
                return Refusal($"'{command}' is none of the commands granted", line);
            }
        }

        return parsed.Commands.Count == 0 ? Refusal("The command line holds no command", line) : null;
    }

    internal static ToolGrant Create(
        IReadOnlyCollection<string> offered,
        HashSet<string> names,
        IReadOnlyList<CommandPattern> commands,
        IReadOnlyList<CommandPattern> refused,
        IReadOnlyList<string> unavailable,
        IReadOnlyList<string> notes
    ) => new([.. offered.Concat(Always).Where(names.Contains).Distinct(StringComparer.Ordinal)], commands, refused, unavailable, notes);

    internal static bool IsByRole(string name) => ByRole.Contains(name, StringComparer.Ordinal);

    private Problem Refusal(string message, string line) =>
        new("tool.command-refused", message)
        {
            Observed = line,
            Expected = commands.Count > 0 ? string.Join(", ", commands) : null,
            Retryable = false,
            Remedy = "Use simple commands of those granted, joined by &&, ||, ; or |, without redirection or substitution",
        };
}
