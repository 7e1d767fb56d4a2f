using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;

namespace Ashlar.EndToEnd.Crash;

/// <summary>
/// A small Python project with two tasks, and what a model says to do them: reads, writes, commands that append, a commit between,
/// a red gate, a report that differs from what was seen.
/// </summary>
internal static class SmallShop
{
    /// <summary>The branch of its runs.</summary>
    public const string Branch = "work";

    private const string Agent = """
        ---
        name: worker
        description: Does the tasks of the shop in Python.
        tools: Read, Write, Edit, Bash, Grep, commit_and_push
        ---
        Work on the task. Use commit_and_push when a step is done.
        """;

    private const string Test = """
        import unittest

        import shop


        class ShopTest(unittest.TestCase):
            def test_price(self):
                self.assertEqual(shop.price(2), 20)


        """;

    private const string TotalTest = """
            def test_total(self):
                self.assertEqual(shop.total([1, 2]), 30)


        """;

    private const string RebateTest = """
            def test_rebate(self):
                self.assertEqual(shop.rebate(10), 5)


        """;

    /// <summary>The project, committed.</summary>
    /// <param name="secret">The value of a secret that is in the title of a task; null for none.</param>
    public static Project Create(string? secret = null)
    {
        var project = Project.With(
            ("tasks.md", $"# Tasks\r\n\r\n- [ ] Add the total\r\n- [ ] Add the rebate{Of(secret)}\r\n"),
            (
                ".ashlar/config.yaml",
                "gates:\n  - {name: tests, run: python3 -m unittest -q test_shop, results: unittest}\n"
                    + (secret is null ? "" : "env: {TOKEN: {secret: TOKEN}}\n")
            ),
            (".claude/agents/worker.md", Agent),
            (".gitignore", "__pycache__/\n.ashlar/secrets.env\n"),
            ("notes.txt", "notes\n"),
            ("shop.py", "def price(pieces):\n    return pieces * 10\n"),
            ("test_shop.py", Test)
        );
        return secret is null ? project : project.Write(".ashlar/secrets.env", $"TOKEN='{secret}'\n");
    }

    /// <summary>What the model says.</summary>
    /// <param name="secret">The value of a secret that it has worked out: it thinks of it, says it and reports it; null for none.</param>
    public static Script Script(string? secret = null) =>
        Harness
            .Script.Of(
                "1",
                ScriptedAnswer
                    .Call("Read", new { file_path = "shop.py" })
                    .ThenCall("Read", new { file_path = "test_shop.py" })
                    .ThenCall("Bash", new { command = "echo first >> notes.txt" }),
                Edit("shop.py", "return pieces * 10\n", "return pieces * 10\n\n\ndef total(all):\n    return sum(all)\n"),
                Say.Write("test_shop.py", Test + TotalTest),
                Report("The total is there.", ["shop.py", "test_shop.py", "notes.txt"], 2),
                Edit("shop.py", "sum(all)", "sum(price(pieces) for pieces in all)")
                    .ThenText($"The price counts{Of(secret)}.")
                    .ThenThinking($"It rests on price{Of(secret)}", "signed"),
                Say.Bash("echo second >> notes.txt; python3 -m unittest -q test_shop"),
                Report("The total is there.", ["shop.py", "test_shop.py", "notes.txt"], 2)
            )
            .Then(
                "2",
                ScriptedAnswer.Call("Read", new { file_path = "shop.py" }).ThenCall("Read", new { file_path = "test_shop.py" }),
                Edit("shop.py", "def total", "def rebate(percent):\n    return percent / 2\n\n\ndef total")
                    .ThenCall("Write", new { file_path = "test_shop.py", content = Test + TotalTest + RebateTest }),
                ScriptedAnswer.Call("commit_and_push", new { message = "Add a first rebate" }),
                Report("The rebate is there.", ["shop.py", "test_shop.py"], 7),
                Say.Bash("printf 'third\\n' >> notes.txt && rm -f gone.txt && chmod +x shop.py")
                    .ThenCall("Read", new { file_path = "notes.txt" }),
                Report($"The rebate is there{Of(secret)}.", ["shop.py", "test_shop.py", "notes.txt"], 3)
            );

    /// <summary>The command that starts the run.</summary>
    public static AshlarCommand Run(Project project) =>
        project.Ashlar("run", "tasks.md", "--trust", "--agent", "worker", "--branch", Branch);

    private static string Of(string? secret) => secret is null ? "" : $" of {secret}";

    private static ScriptedAnswer Edit(string path, string old, string with) =>
        ScriptedAnswer.Call(
            "Edit",
            new
            {
                file_path = path,
                old_string = old,
                new_string = with,
            }
        );

    private static ScriptedAnswer Report(string summary, IReadOnlyList<string> modified, int passing) =>
        Say.Report([], modified, passing, summary: summary);
}
