using static Ashlar.EndToEnd.Remedies.RemedyScene;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>Remedies that edit an agent definition or choose another one.</summary>
internal static class Agents
{
    public static IReadOnlyList<RemedyScene> All { get; } =
    [
        new("agent.duplicate-key", [("a.md", Head + "model: haiku\nmodel: sonnet\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "model: sonnet\n---\nGo.\n")],
        },
        new("agent.front-matter", [("a.md", Head + "Go.\n")], LintAgent) { Edits = [("a.md", Head + "---\nGo.\n")] },
        new("agent.front-matter-yaml", [("a.md", "---\nname: a\ndescription: does: work\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", "---\nname: a\ndescription: \"does: work\"\n---\nGo.\n")],
        },
        new("agent.max-turns", [("a.md", Head + "maxTurns: many\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "maxTurns: 40\n---\nGo.\n")],
        },
        new("agent.misspelt-key", [("a.md", Head + "tols: Read\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "tools: Read\n---\nGo.\n")],
        },
        new("agent.model-list", [("a.md", Head + "model: [haiku, sonnet]\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "model: haiku\n---\nGo.\n")],
        },
        new("agent.mojibake", [("a.md", Head + "---\nGo to the cafÃ©.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "---\nGo to the café.\n")],
        },
        new("agent.not-enforced", [("a.md", Head + "hooks: {}\n---\nGo.\n")], LintAgent) { Edits = [("a.md", Head + "---\nGo.\n")] },
        new("agent.permission", [("a.md", Head + "permission: {edit: perhaps}\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "permission: {edit: deny}\n---\nGo.\n")],
        },
        new("agent.tools-empty", [("a.md", Head + "tools:\n---\nGo.\n")], LintAgent) { Edits = [("a.md", Head + "---\nGo.\n")] },
        new("agent.tools-read", [("a.md", Head + "tools: [read, editFiles]\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "tools: [Read, Edit, Write]\n---\nGo.\n")],
        },
        new("agent.tools-unavailable", [("a.md", Head + "tools: [Read, mcp__none__x]\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "tools: [Read]\n---\nGo.\n")],
        },
        new("agent.unknown-key", [("a.md", Head + "favourite: blue\n---\nGo.\n")], LintAgent) { Edits = [("a.md", Head + "---\nGo.\n")] },
        new("agent.format", [("a.toml", "name = \"a\"\nsandbox_mode = \"read-only\"\n")], ["agents", "lint", "a.toml"])
        {
            Edits = [("a.md", Head + "---\nGo.\n")],
            Then = LintAgent,
        },
        new("agent.unreadable", [], LintAgent) { Edits = [("a.md", Head + "---\nGo.\n")] },
        new("agent.disabled", [("a.md", Head + "disable: true\n---\nGo.\n"), (Configuration, Gate)], [.. DryRun, "--agent", "a.md"])
        {
            Edits = [("a.md", Head + "---\nGo.\n")],
        },
        new(
            "agent.duplicate-name",
            [(".claude/agents/x.md", Head + "---\nGo.\n"), (".claude/agents/y.md", Head + "---\nGo.\n"), (Configuration, Gate)],
            [.. DryRun, "--agent", "a"]
        )
        {
            Then = [.. DryRun, "--agent", ".claude/agents/x.md"],
        },
        new(
            "agent.ambiguous",
            [
                (Configuration, Gate),
                (".claude/agents/x.md", "---\nname: api-developer\ndescription: Implements tasks\n---\nImplement the task.\n"),
                (".claude/agents/y.md", "---\nname: web-developer\ndescription: Implements tasks\n---\nImplement the task.\n"),
            ],
            DryRun
        )
        {
            Then = [.. DryRun, "--agent", "api-developer"],
        },
    ];
}
