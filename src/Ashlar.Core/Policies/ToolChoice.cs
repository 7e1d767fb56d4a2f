using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>Works out a <see cref="ToolGrant"/>.</summary>
/// <param name="agent">The definition.</param>
/// <param name="offered">The tools there are.</param>
/// <param name="servers">The servers of tools there are, by name.</param>
/// <param name="commitsCycles">Whether each green cycle is to be committed: the agent can then ask for one.</param>
internal sealed class ToolChoice(
    AgentDefinition agent,
    IReadOnlyCollection<string> offered,
    IReadOnlyCollection<string> servers,
    bool commitsCycles
)
{
    private readonly List<string> served = [];
    private readonly List<string> unserved = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<CommandPattern> commands = [];
    private readonly List<CommandPattern> refused = [];
    private readonly List<string> unavailable = [];
    private readonly List<string> notes = [];
    private readonly List<string> lost = [];
    private IReadOnlyList<CommandRule> ordered = [];
    private bool anyCommand;

    public ToolGrant Decide()
    {
        if (agent.Tools is null)
        {
            GrantAll();
        }

        foreach (var entry in agent.Tools ?? [])
        {
            Grant(entry);
        }

        if (offered.Contains("commit_and_push", StringComparer.Ordinal) && (commitsCycles || Mentions(agent.Prompt, "commit_and_push")))
        {
            names.Add("commit_and_push");
        }

        // Reading and ending a command that runs in the background is part of running it.
        if (names.Contains("Bash"))
        {
            names.UnionWith(offered.Where(name => name is "BashOutput" or "KillShell"));
        }

        foreach (var entry in agent.DisallowedTools)
        {
            Take(entry);
        }

        ApplyPermissions();

        ApplyMode();
        names.UnionWith(ToolGrant.Always);
        var limits = anyCommand || !names.Contains("Bash") ? [] : commands;
        lost.AddRange(unavailable.Where(ToolWords.MayChangeOrRun));
        return new ToolGrant([.. offered.Concat(ToolGrant.Always).Where(names.Contains).Distinct(StringComparer.Ordinal)])
        {
            Commands = new GrantedCommands(limits, refused, names.Contains("Bash") ? ordered : []),
            Servers = ServerGrant.Of(servers, served, unserved, agent.Permissions),
            Unavailable = unavailable,
            Lost = lost,
            Notes = notes,
        };
    }

    private void GrantAll()
    {
        anyCommand = true;
        served.Add(ServerGrant.Any);
        names.UnionWith(offered.Where(name => !ToolGrant.IsByRole(name)));
    }

    private void Grant(string entry)
    {
        if (entry == "*")
        {
            GrantAll();
            return;
        }

        var (name, argument) = Parts(entry);
        if (argument is not null)
        {
            GrantCommand(entry, name, argument);
            return;
        }

        var patterns = Patterns(entry);
        var found = offered.Where(tool => !IsReserved(tool) && patterns.Any(pattern => ToolNames.Matches(pattern, tool))).ToList();
        var ofServers = Array.FindAll(patterns, pattern => servers.Any(server => ServerGrant.Meets(pattern, server)));
        if (found.Count == 0 && ofServers.Length == 0)
        {
            unavailable.Add(entry);
            return;
        }

        served.AddRange(ofServers);
        names.UnionWith(found);
        anyCommand |= found.Contains("Bash", StringComparer.Ordinal);
        if (patterns[0] != entry)
        {
            notes.Add($"'{entry}' is read as {string.Join(", ", patterns)}");
        }
    }

    private void GrantCommand(string entry, string name, string argument)
    {
        if (Patterns(name) is not ["Bash"] || !offered.Contains("Bash", StringComparer.Ordinal))
        {
            if (name is not ("Task" or "Agent"))
            {
                notes.Add($"'{entry}' limits a tool in a way that is not understood; the tool is not given");
            }

            unavailable.Add(entry);
            return;
        }

        names.Add("Bash");
        if (argument is "*" or ":*")
        {
            anyCommand = true;
            return;
        }

        commands.Add(new CommandPattern(argument));
    }

    private void Take(string entry)
    {
        var (name, argument) = Parts(entry);
        if (argument is not (null or "*" or ":*") && Patterns(name) is ["Bash"])
        {
            refused.Add(new CommandPattern(argument));
            return;
        }

        // A limit that is not understood takes the whole tool: taking too much is safe, taking too little is not.
        var patterns = Patterns(name);
        names.RemoveWhere(tool => patterns.Append(name).Any(pattern => ToolNames.Covers(pattern, tool)));
        unserved.AddRange(patterns.Append(name));
        RemoveWithoutBash();
    }

    private void ApplyPermissions()
    {
        var permissions = new ToolPermissions(agent.Permissions);
        foreach (var tool in names.Where(tool => !ToolGrant.Always.Contains(tool, StringComparer.Ordinal)).ToList())
        {
            if (permissions.Refusal(tool) is not { } rule)
            {
                continue;
            }

            names.Remove(tool);
            if (rule.Action == PermissionAction.Ask)
            {
                notes.Add(
                    $"'permission' wants a person asked for {tool}, and in a run there is none: it is not given; write 'allow' to give it"
                );
                if (tool is "Write" or "Edit" or "Bash")
                {
                    lost.Add($"{rule.Tool}: ask");
                }
            }
            else if (rule.Pattern != "*")
            {
                notes.Add($"'permission' limits {tool} in a way that is not understood; the tool is not given");
            }
        }

        RemoveWithoutBash();
        ordered = permissions.Commands();
        if (names.Contains("Bash") && ordered.Any(rule => rule.Action == PermissionAction.Ask))
        {
            notes.Add("Commands for which 'permission' wants a person asked are refused: in a run there is none");
        }
    }

    private void RemoveWithoutBash()
    {
        if (!names.Contains("Bash"))
        {
            names.RemoveWhere(tool => tool is "BashOutput" or "KillShell");
        }
    }

    private void ApplyMode()
    {
        if (agent.PermissionMode is null or "default" or "acceptEdits" or "dontAsk" or "auto")
        {
            return;
        }

        if (agent.PermissionMode == "bypassPermissions")
        {
            notes.Add("'permissionMode: bypassPermissions' has no effect: the policy holds for every agent");
            return;
        }

        if (agent.PermissionMode != "plan")
        {
            notes.Add($"'permissionMode: {agent.PermissionMode}' is not known; it is read as plan");
        }

        names.RemoveWhere(tool => !ToolNames.Reading.Contains(tool, StringComparer.Ordinal));
        served.Clear();
        notes.Add("'permissionMode: plan' gives no tool that writes");
    }

    private static string[] Patterns(string entry) => ToolNames.AliasOf(entry) ?? [entry];

    private static bool IsReserved(string tool) => tool is "Review" or "Answer";

    private static (string Name, string? Argument) Parts(string entry)
    {
        var open = entry.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && entry[^1] == ')' ? (entry[..open].Trim(), entry[(open + 1)..^1].Trim()) : (entry, null);
    }

    private static bool Mentions(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWord(text[at - 1])) && (end == text.Length || !IsWord(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
