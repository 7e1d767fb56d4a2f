using static Ashlar.EndToEnd.Remedies.RemedyScene;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>Remedies that change a command line or its surroundings.</summary>
internal static class Starts
{
    public static IReadOnlyList<RemedyScene> All { get; } =
    [
        new("cli.directory", [], ["-C", "nowhere", "status"]) { Then = ["-C", ".", "status"] },
        new("cli.unknown-code", [], ["explain", "no.such"]) { Then = ["explain", "cli.usage"] },
        new("cli.usage", [(Configuration, Gate)], ["run", "--task", "x", "--bogus"]) { Then = ["run", "--help"] },
        new("cli.value", [(Configuration, Gate)], [.. DryRun, "--max-turns", "0"]) { Then = [.. DryRun, "--max-turns", "9"] },
        new("model.address-invalid", [(Configuration, Gate)], DryRun) { Variables = [("ANTHROPIC_BASE_URL", "not a url")], Set = [] },
        new("model.no-cassette", [(Configuration, Gate)], [.. DryRun, "--model", "cassette:none.jsonl"]) { Then = DryRun },
        new("model.cassette-invalid", [(Configuration, Gate), ("bad.jsonl", "nonsense\n")], [.. DryRun, "--model", "cassette:bad.jsonl"])
        {
            Then = DryRun,
        },
        new("model.no-key", [(Configuration, Gate)], [.. DryRun, "--model", "openai/x"]) { Then = DryRun },
        new("model.unknown", [(Configuration, Gate)], [.. DryRun, "--model", "what/x"]) { Then = DryRun },
        new("model.none", [(Configuration, Gate)], ["run", "--task", "x", "--dry-run"])
        {
            Variables = [("ANTHROPIC_API_KEY", null)],
            Set = [],
        },
        new("run.unknown", [], ["status", "r-nothing"]) { Then = ["status"] },
        new("run.none", [], ["report"]) { Then = ["status"] },
        new("state.in-repository", [(Configuration, Gate)], DryRun) { Variables = [("ASHLAR_HOME", "state")], Set = [] },
        new("state.no-home", [], ["status"]) { Variables = [("ASHLAR_HOME", null), ("HOME", null)], Set = [("HOME", null)] },
        new("trust.not-kept", [(Configuration, Gate)], ["trust"]) { Variables = [("ASHLAR_HOME", "/proc/none")], Set = [] },
        new("work.empty-task", [(Configuration, Gate)], ["run", "--task", " ", "--dry-run"]) { Then = DryRun },
        new("work.no-list", [(Configuration, Gate), ("folder/x.txt", "x\n")], ["run", "folder", "--dry-run"])
        {
            Edits = [("folder/tasks.md", "- [ ] a\n")],
        },
        new("work.none", [(Configuration, Gate)], ["run", "--dry-run"]) { Then = DryRun },
        new("work.not-found", [(Configuration, Gate)], ["run", "none.md", "--dry-run"]) { Edits = [("none.md", "- [ ] a\n")] },
        new("work.outside", [(Configuration, Gate)], ["run", "../beside.md", "--dry-run"]) { Then = DryRun },
        new("branch.name", [(Configuration, Gate)], [.. DryRun, "--branch", "a..b"]) { Then = [.. DryRun, "--branch", "work"] },
        new("branch.in-the-way", [(Configuration, Gate)], [.. DryRun, "--branch", "main/x"]) { Then = [.. DryRun, "--branch", "work"] },
        new("model.price-unknown", [(Configuration, Gate)], [.. Start, "--max-cost", "1", "--model", "anthropic/nobody-knows-it"])
        {
            Edits = [(Configuration, Gate + "prices: {anthropic/nobody-knows-it: {input: 1.0, output: 2.0}}\n")],
            Then = [.. DryRun, "--max-cost", "1", "--model", "anthropic/nobody-knows-it"],
        },
        new("repository.none", [(Configuration, Gate)], ["-C", "/", "run", "--task", "x"]) { Then = DryRun },
        new("model.key-invalid", [(Configuration, Gate)], DryRun) { Variables = [("ANTHROPIC_API_KEY", "a\nb")], Set = [] },
    ];
}
