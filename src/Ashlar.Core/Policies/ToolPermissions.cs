using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>What OpenCode's <c>permission</c> means for the tools of Ashlar. The last rule that fits decides; without one a tool is given.</summary>
/// <param name="rules">The rules in the order of the file.</param>
internal sealed class ToolPermissions(IReadOnlyList<PermissionRule> rules)
{
    /// <summary>The rule that takes a tool away as a whole; null where it is given, if only for some paths or commands.</summary>
    public PermissionRule? Refusal(string tool)
    {
        var about = rules.Where(rule => IsAbout(rule, tool)).ToList();
        var last = about.FindLastIndex(rule => rule.Pattern == "*");
        var named = about.Skip(last + 1).ToList();
        var closed = last >= 0 && about[last].Action != PermissionAction.Allow ? about[last] : null;
        return tool switch
        {
            // Paths become rules of scope, commands are looked at one by one.
            "Write" or "Edit" or "Bash" or "BashOutput" or "KillShell" => closed is not null
            && named.TrueForAll(rule => rule.Action != PermissionAction.Allow)
                ? closed
                : null,
            "Read" => closed is null ? null : named.Find(rule => rule.Action == PermissionAction.Allow) ?? closed,
            _ => closed ?? named.Find(rule => rule.Action != PermissionAction.Allow),
        };
    }

    /// <summary>The rules for commands; empty where all or none may run.</summary>
    public IReadOnlyList<CommandRule> Commands()
    {
        var about = rules.Where(rule => IsAbout(rule, "Bash")).Select(rule => new CommandRule(rule.Pattern, rule.Action)).ToList();
        var last = about.FindLastIndex(rule => rule.Pattern == "*");
        return about.Count - last - 1 > 0 ? [.. about.Skip(Math.Max(last, 0))] : [];
    }

    private static bool IsAbout(PermissionRule rule, string tool) =>
        tool switch
        {
            "Write" or "Edit" => PermissionText.ChangesFiles(rule.Tool),
            "Bash" or "BashOutput" or "KillShell" => rule.Tool is "*" or "bash",
            "commit_and_push" or "Review" or "Answer" => false,
            _ => rule.Tool == "*"
                || ToolNames.Covers(rule.Tool, tool)
                || (ToolNames.AliasOf(rule.Tool) ?? []).Any(pattern => ToolNames.Matches(pattern, tool)),
        };
}
