using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.HonestWork;

/// <summary>Suites of which one file cannot be loaded on the base, for a reason that no task is about: the rest counts.</summary>
public sealed class PartlyImportableSuites
{
    private const string Calc = "def add(a, b):\n    return a + b\n";

    [Theory]
    [InlineData("pytest -q", "import no_such_package_anywhere\n\n\ndef test_other():\n    assert no_such_package_anywhere\n")]
    [InlineData("pytest -q", "import os\n\nos.environ[\"NO_SUCH_VARIABLE\"]\n\n\ndef test_other():\n    pass\n")]
    [InlineData(
        "python3 -m unittest -v",
        "import unittest\nimport no_such_package_anywhere\n\n\nclass Other(unittest.TestCase):\n    def test_other(self):\n        pass\n"
    )]
    public async Task The_file_is_known_and_an_honest_task_is_done(string run, string broken)
    {
        using var project = Start(run, broken);
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("printf '\\n\\ndef twice(n):\\n    return 2 * n\\n' >> calc.py"),
                Say.Write("test_twice.py", Test("twice", "twice(4)", "8")),
                Say.Report(["test_twice.py"], ["calc.py"], passing: 2, failing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var gate = project.Journal().Last("gate.finished");
        Assert.Contains("test_other", gate.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"passing\":2", gate.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("red-green", Assert.Single(project.Trailers("work", "Ashlar-Proof")));
    }

    [Theory]
    [InlineData("import no_such_package_anywhere\n", "def add(a, b):\\n    return a - b\\n", "test_add")]
    [InlineData("import no_such_package_anywhere\n", "raise ValueError\\n", "test_calc")]
    public async Task What_breaks_the_rest_or_the_file_otherwise_is_a_finding(string broken, string calc, string words)
    {
        using var project = Start("pytest -q", broken + "\n\ndef test_other():\n    pass\n");
        await using var server = await Script
            .Of("1", Say.Bash($"printf '{calc}' > calc.py"), Say.Report([], ["calc.py"], passing: 1), Say.Blocked("no", "what?"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);

        Assert.Contains(words, server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    private static Project Start(string run, string broken) =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Add `twice(n)`\n"),
            ("calc.py", Calc),
            ("test_calc.py", Test("add", "add(1, 2)", "3")),
            ("test_other.py", broken),
            (".ashlar/config.yaml", $"gates:\n  - name: judge\n    run: {run}\n")
        );

    private static string Test(string name, string call, string expected) =>
        $"import unittest\n\nfrom calc import {name}\n\n\nclass Calc(unittest.TestCase):\n    def test_{name}(self):\n        self.assertEqual({call}, {expected})\n";
}
