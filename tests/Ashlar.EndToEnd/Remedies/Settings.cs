using static Ashlar.EndToEnd.Remedies.RemedyScene;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>Remedies that edit the configuration, secrets and documents.</summary>
internal static class Settings
{
    private const string Secret = "printf 'TOKEN=%s\\n' \"$(od -An -tx1 -N16 /dev/urandom | tr -d ' \\n')\"";

    private const string Servers = ".mcp.json";

    private static readonly (string Path, string Text) Gated = (Configuration, Gate);
    private const string Started = "{\"mcpServers\": {\"s\": {\"command\": \"true\"}}}";

    private static readonly (string Path, string Text) AllTools = ("a.md", Head + "---\nGo.\n");

    private static readonly string[] WithServers = [.. DryRun, "--trust", "--agent", "a.md"];

    private static readonly string Long = string.Concat(
        Enumerable.Repeat("Write plainly, and test each rule where it is decided.\n", 20_000)
    );

    public static IReadOnlyList<RemedyScene> All { get; } =
    [
        new("config.unknown-key", [(Configuration, "modle: haiku\ngates:\n  - {name: check, run: test ! -e broken}\n")], DryRun)
        {
            Edits = [(Configuration, Gate)],
        },
        new("config.bad-value", [(Configuration, Gate + "limits: {turns: -1}\n")], DryRun)
        {
            Edits = [(Configuration, Gate + "limits: {turns: 10}\n")],
        },
        new("config.duplicate-key", [(Configuration, Gate + "gates:\n  - {name: check, run: test ! -e broken}\n")], DryRun)
        {
            Edits = [(Configuration, Gate)],
        },
        new("config.missing-key", [(Configuration, "gates:\n  - {name: check}\n")], DryRun) { Edits = [(Configuration, Gate)] },
        new("config.syntax", [(Configuration, "gates: [\n")], DryRun) { Edits = [(Configuration, Gate)] },
        new("config.wrong-type", [(Configuration, "gates: none-at-all\n")], DryRun) { Edits = [(Configuration, Gate)] },
        new("config.application", [(Configuration, Gate + "application: {run: ./serve, ready: \"http://127.0.0.1:1/\"}\n")], Start)
        {
            Edits = [(Configuration, Gate)],
            Then = DryRun,
        },
        new("gate.blind", [(Configuration, "gates:\n  - {name: check, run: exit 3}\n")], ["gates", "--trust"])
        {
            Edits = [(Configuration, Gate)],
        },
        new("share.not-ignored", [(Configuration, Gate + "share: [local.env]\n")], Start)
        {
            Before = "echo A=1 > local.env",
            Do = "echo /local.env >> .gitignore; git add .gitignore; git commit -qm Ignored",
            Then = ["gates", "--trust"],
        },
        new("commit.sign", [(Configuration, Gate + "commit: {sign: true}\n")], Start)
        {
            Edits = [(Configuration, Gate + "commit: {sign: false}\n")],
            Then = DryRun,
        },
        new("documents.cut", [(Configuration, Gate + "documents: {add: [LONG.md]}\n"), ("LONG.md", Long)], DryRun)
        {
            Edits = [("LONG.md", "Write plainly, and test each rule of the domain where it is decided.\n")],
        },
        new("exec.not-seen", [(Configuration, Gate + "exec: \"false\"\n")], Start) { Edits = [(Configuration, Gate)], Then = DryRun },
        new("mcp.file-invalid", [(Servers, "{\"mcpServers\": {"), AllTools, Gated], WithServers) { Edits = [(Servers, Started)] },
        new(
            "mcp.remote",
            [(Servers, "{\"mcpServers\": {\"s\": {\"type\": \"sse\", \"url\": \"https://example.org/sse\"}}}"), AllTools, Gated],
            WithServers
        )
        {
            Edits = [(Servers, Started)],
        },
        new("mcp.server-invalid", [(Servers, "{\"mcpServers\": {\"s\": {\"command\": 3}}}"), AllTools, Gated], WithServers)
        {
            Edits = [(Servers, Started)],
        },
        new("mcp.unknown", [(Configuration, Gate + "mcp: {nobody: {timeout: 1m}}\n"), AllTools], WithServers)
        {
            Edits = [(Configuration, Gate)],
        },
        new(
            "mcp.variable-missing",
            [(Servers, "{\"mcpServers\": {\"s\": {\"command\": \"true\", \"args\": [\"${NO_SUCH_VARIABLE}\"]}}}"), AllTools, Gated],
            WithServers
        )
        {
            Set = [("NO_SUCH_VARIABLE", "x")],
        },
        new("gates.hidden", [(Configuration, Gate + "scope: {hide: [x.txt]}\n")], DryRun)
        {
            Edits = [(Configuration, Gate + "scope: {deny: [x.txt]}\n")],
        },
        new("scope.pattern", [("a.md", Head + "scope: {allow: [\"../x\"]}\n---\nGo.\n")], LintAgent)
        {
            Edits = [("a.md", Head + "scope: {allow: [\"src/**/*.py\"]}\n---\nGo.\n")],
        },
        new("gates.no-tests", [(Configuration, "limits: {turns: 9}\n")], DryRun) { Edits = [(Configuration, Gate)] },
        new("gate.program-missing", [(Configuration, "gates:\n  - {name: check, run: no-such-program-here --all}\n")], DryRun)
        {
            Edits = [(Configuration, Gate)],
        },
        new("pipeline.reviewer", [(Configuration, Gate + "pipeline: [tech-lead]\n")], DryRun)
        {
            Edits = [(Configuration, Gate + "pipeline: [implementer, tech-lead]\n")],
        },
        new("secret.bad-name", [(Configuration, Gate + "env: {TOKEN: {secret: \"a b\"}}\n")], DryRun) { Edits = [(Configuration, Gate)] },
        new("documents.missing", [(Configuration, Gate + "documents: {add: [RULES.md]}\n")], DryRun)
        {
            Edits = [("RULES.md", "Write plainly, and test each rule of the domain where it is decided.\n")],
        },
        new(
            "documents.template",
            [("a.md", Head + "---\nALWAYS read `RULES.md`.\n"), ("RULES.md", ""), (Configuration, Gate)],
            [.. DryRun, "--agent", "a.md"]
        )
        {
            Edits = [("RULES.md", "Write plainly, and test each rule of the domain where it is decided.\n")],
        },
        new("secret.blank", [(Configuration, Token)], DryRun) { Variables = [("TOKEN", " ")], Set = [("TOKEN", "*")] },
        new("secret.common-word", [(Configuration, Token)], DryRun) { Variables = [("TOKEN", "password")], Set = [("TOKEN", "*")] },
        new("secret.too-short", [(Configuration, Token)], DryRun) { Variables = [("TOKEN", "abc")], Set = [("TOKEN", "*")] },
        new("secret.too-long", [(Configuration, Token)], DryRun)
        {
            Variables = [("TOKEN", new string('x', 65_540))],
            Set = [("TOKEN", "*")],
        },
        new(
            "secret.file-syntax",
            [(Configuration, Token), (".gitignore", ".ashlar/secrets.env\n"), (".ashlar/secrets.env", "what is this\n")],
            DryRun
        )
        {
            Edits = [(".ashlar/secrets.env", "TOKEN=*\n")],
        },
        new(
            "secret.literal",
            [("a.md", Head + "---\nUse the key `API_KEY=*` for the service.\n"), (Configuration, Gate)],
            [.. DryRun, "--agent", "a.md"]
        )
        {
            Edits = [("a.md", Head + "---\nGo.\n")],
        },
        new("secret.missing", [(Configuration, Gate + "env: {TOKEN: {secret: NOT_SET_ANYWHERE}}\n")], Start)
        {
            Then = DryRun,
            Set = [("NOT_SET_ANYWHERE", "*")],
        },
        new("secret.provider-key", [(Configuration, Gate + "env: {ANTHROPIC_API_KEY: {secret: ANTHROPIC_API_KEY}}\n")], Start)
        {
            Edits = [(Configuration, Gate)],
            Then = DryRun,
        },
        new("secret.file-link", [(Configuration, Token), (".gitignore", ".ashlar/secrets.env\n")], DryRun)
        {
            Before = $"{Secret} > ../elsewhere; ln -s ../../elsewhere .ashlar/secrets.env",
            Do = $"rm .ashlar/secrets.env; {Secret} > .ashlar/secrets.env; chmod 600 .ashlar/secrets.env",
        },
        new("secret.file-unreadable", [(Configuration, Token), (".gitignore", ".ashlar/secrets.env\n")], DryRun)
        {
            Before = "mkfifo .ashlar/secrets.env",
            Do = $"rm .ashlar/secrets.env; {Secret} > .ashlar/secrets.env; chmod 600 .ashlar/secrets.env",
        },
        new("secret.in-repository", [(Configuration, Token), ("place/of-secrets.txt", "x\n")], Start)
        {
            Then = DryRun,
            Variables = [("TOKEN", "place/of-secrets.txt")],
            Set = [("TOKEN", "*")],
        },
        new("setup.failed", [(Configuration, Gate + "setup: [{run: exit 3}]\n")], Start)
        {
            Edits = [(Configuration, Gate + "setup: [{run: exit 0}]\n")],
            Then = DryRun,
        },
    ];
}
