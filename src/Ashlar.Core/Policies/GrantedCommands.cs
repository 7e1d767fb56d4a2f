using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>The commands that Bash takes for one agent.</summary>
/// <param name="Granted">Patterns of which every simple command must match one; empty for no such limit.</param>
/// <param name="Refused">Patterns of which none may match.</param>
/// <param name="Ordered">Rules of which the last that matches decides; a command that none matches may run.</param>
internal sealed record GrantedCommands(
    IReadOnlyList<CommandPattern> Granted,
    IReadOnlyList<CommandPattern> Refused,
    IReadOnlyList<CommandRule> Ordered
)
{
    /// <summary>No limit.</summary>
    public static GrantedCommands None { get; } = new([], [], []);

    /// <summary>Whether there is any.</summary>
    public bool Any => Granted.Count + Refused.Count + Ordered.Count > 0;

    /// <summary>Why a command line may not run: every simple command must be let through, and what the parser does not know is refused; null when it may.</summary>
    public Problem? Decide(string line)
    {
        if (!Any)
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
            if (Refused.FirstOrDefault(pattern => pattern.Covers(command)) is { } hit)
            {
                return Refusal($"'{command}' is taken away by {hit}", line);
            }

            if (Granted.Count > 0 && !Granted.Any(pattern => pattern.Allows(command)))
            {
                return Refusal($"'{command}' is not one of the commands granted", line);
            }

            if (Ordered.LastOrDefault(rule => rule.Fits(command)) is { } last && !last.Allows(command))
            {
                return Refusal($"'{command}' is not allowed by {last}", line);
            }
        }

        return parsed.Commands.Count == 0 ? Refusal("The command line holds no command", line) : null;
    }

    private Problem Refusal(string message, string line) =>
        new("tool.command-refused", message)
        {
            Observed = line,
            Expected =
                Granted.Count > 0 ? string.Join(", ", Granted)
                : Ordered.Any(rule => rule.Action == PermissionAction.Allow)
                    ? string.Join(", ", Ordered.Where(rule => rule.Action == PermissionAction.Allow))
                : null,
            Retryable = false,
            Remedy = "Use simple commands of those granted, joined by &&, ||, ; or |, without redirection or substitution",
        };
}

/// <summary>A rule of OpenCode's <c>permission</c> for commands: <c>*</c> stands for anything, blanks too.</summary>
/// <param name="Pattern">The pattern, compared with the whole command.</param>
/// <param name="Action">What it does.</param>
internal sealed record CommandRule(string Pattern, PermissionAction Action)
{
    /// <summary>Whether it is about a command; a path before the program's name makes no difference where it takes away.</summary>
    public bool Fits(SimpleCommand command)
    {
        var text = string.Join(' ', command.Words);
        return Matches(text) || (Action != PermissionAction.Allow && Matches(text[(command.Words[0].LastIndexOf('/') + 1)..]));
    }

    /// <summary>Whether it lets a command through that it is about: none with an argument that makes its program run another one.</summary>
    public bool Allows(SimpleCommand command) =>
        Action == PermissionAction.Allow
        && (Pattern == "*" || Pattern.Contains(" -", StringComparison.Ordinal) || !CommandArguments.Escapes(command));

    /// <inheritdoc/>
    public override string ToString() => $"bash: {Pattern}: {Action.ToString().ToLowerInvariant()}";

    // "git status *" is about a bare "git status" too.
    private bool Matches(string text) =>
        WildcardText.Matches(Pattern, text)
        || (Pattern.EndsWith(" *", StringComparison.Ordinal) && WildcardText.Matches(Pattern[..^2], text));
}
