using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Test runs that an agent makes by itself, and the numbers of its report.</summary>
public sealed class OwnTestRuns
{
    private const string Case =
        "import unittest\n\n\nclass {0}(unittest.TestCase):\n    def test_one(self):\n        self.assertEqual(sum([1]), 1)\n";

    [Fact]
    public async Task The_numbers_of_a_run_on_the_same_tree_are_as_true_as_those_of_the_gates()
    {
        using var project = Shop();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Bash("python3 -m unittest test_b test_c"), Say.Report(["a.txt"], passing: 2))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task The_numbers_of_a_run_on_another_tree_are_not()
    {
        using var project = Shop();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("python3 -m unittest test_b test_c"),
                Say.Write("a.txt", "a\n"),
                Say.Report(["a.txt"], passing: 2),
                Say.Report(["a.txt"], passing: 3)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Contains("tests.passing", server.Requests[3].LastResultText, StringComparison.Ordinal);
    }

    private static Project Shop() =>
        Project
            .TwoTasks(
                (".gitignore", "__pycache__/\n"),
                ("test_a.py", Case.Replace("{0}", "A", StringComparison.Ordinal)),
                ("test_b.py", Case.Replace("{0}", "B", StringComparison.Ordinal)),
                ("test_c.py", Case.Replace("{0}", "C", StringComparison.Ordinal))
            )
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: tests, run: python3 -m unittest -q test_a test_b test_c, results: unittest}\n"
            )
            .Commit("Tests");
}
