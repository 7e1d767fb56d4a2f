namespace Ashlar.Core.Agents;

/// <summary>Reads OpenCode's <c>permission</c>: one word for all tools, a word a tool, or for a tool a map of patterns.</summary>
internal static class PermissionText
{
    private static readonly string[] ChangingFiles = ["edit", "write", "patch", "multiedit", "apply_patch"];

    /// <summary>Whether a key is about tools that change files.</summary>
    public static bool ChangesFiles(string tool) => tool == "*" || ChangingFiles.Contains(tool, StringComparer.Ordinal);

    /// <summary>The rules in the order of the file.</summary>
    public static IReadOnlyList<PermissionRule> Read(string path, FrontMatter matter, List<Problem> problems)
    {
        if (matter["permission"] is not { Value.IsNull: false } entry)
        {
            return [];
        }

        var rules = new List<PermissionRule>();
        if (entry.Value.Map is not { } tools)
        {
            Add(rules, "*", "*", entry.Value, entry.Line, path, problems);
            return rules;
        }

        foreach (var (tool, line, value) in tools)
        {
            foreach (var (pattern, place, action) in value.Map ?? [("*", line, value)])
            {
                Add(rules, tool, pattern, action, place, path, problems);
            }
        }

        return rules;
    }

    /// <summary>What the rules say of paths: files that may be changed, may not be changed, or may not be read either.</summary>
    public static AgentScope Scope(IReadOnlyList<PermissionRule> rules)
    {
        var changing = rules.Where(rule => ChangesFiles(rule.Tool)).ToList();
        var last = changing.FindLastIndex(rule => rule.Pattern == "*");
        var closed = last >= 0 && changing[last].Action != PermissionAction.Allow;
        var named = changing.Skip(last + 1).ToList();
        var reading = rules.Where(rule => rule.Tool == "read").ToList();
        return new AgentScope
        {
            Allow = closed ? Patterns(named, allowed: true) : [],
            Deny = Patterns(named, allowed: false),
            Hide = Patterns(reading.Skip(reading.FindLastIndex(rule => rule.Pattern == "*") + 1), allowed: false),
        };
    }

    private static List<ScopePattern> Patterns(IEnumerable<PermissionRule> rules, bool allowed) =>
        [
            .. rules
                .Where(rule => rule.Pattern != "*" && (rule.Action == PermissionAction.Allow) == allowed)
                .SelectMany(rule => WildcardPaths.Of(rule.Pattern).Select(pattern => new ScopePattern(pattern, rule.Line))),
        ];

    private static void Add(
        List<PermissionRule> rules,
        string tool,
        string pattern,
        YamlValue value,
        int line,
        string path,
        List<Problem> problems
    )
    {
        PermissionAction? action = value.Text switch
        {
            "allow" => PermissionAction.Allow,
            "ask" => PermissionAction.Ask,
            "deny" => PermissionAction.Deny,
            _ => null,
        };
        if (action is not { } known)
        {
            problems.Add(
                new Problem("agent.permission", $"What 'permission' says of {tool} is not one of allow, ask and deny")
                {
                    Path = path,
                    Line = line,
                    Observed = value.Text,
                    Expected = "allow, ask, deny",
                    Remedy = "Write allow or deny; in a run there is nobody to ask",
                }
            );
            return;
        }

        rules.Add(new PermissionRule(tool, pattern, known, line));
    }
}
