using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Repositories that know nothing of Ashlar: the built-in agent, and gates that are guessed and said.</summary>
public sealed class BareRepositories
{
    private const string Code = "def twice(n):\n    return n * 2\n";

    [Fact]
    public async Task Python_with_pytest_needs_no_configuration()
    {
        using var project = Project.With(
            ("sums.py", Code),
            ("tests/test_sums.py", "from sums import twice\n\n\ndef test_twice():\n    assert twice(2) == 4\n"),
            ("pytest.ini", "[pytest]\npythonpath = .\n")
        );
        await using var server = await Script
            .Of(
                "task-1",
                Say.Write("thrice.py", "def thrice(n):\n    return n * 3\n")
                    .ThenCall(
                        "Write",
                        new
                        {
                            file_path = "tests/test_thrice.py",
                            content = "from thrice import thrice\n\n\ndef test_thrice():\n    assert thrice(2) == 6\n",
                        }
                    ),
                Say.Bash("python3 -m pytest -q"),
                Say.Report(["thrice.py", "tests/test_thrice.py"], passing: 2)
            )
            .ServeAsync();

        var result = await project.Ashlar("run", "--task", "Add thrice(n)").Asking(server).EndsWithAsync(0);

        Assert.Contains("pytest", result.Out, StringComparison.Ordinal);
        Assert.Contains("2 passed", server.Requests[2].LastResultText, StringComparison.Ordinal);
        var head = project.Git("log", "-1", "--format=%H", $"feature/{project.Runs[0]}");
        Assert.Equal("tests/test_thrice.py\nthrice.py", project.Git("diff", "--name-only", "main", head));
        Assert.Equal("task-1", project.Trailers($"feature/{project.Runs[0]}", "Ashlar-Task")[0]);
    }

    [Fact]
    public async Task Python_with_unittest_only_is_read_by_its_own_runner()
    {
        using var project = Project.With(
            ("sums.py", Code),
            ("tests/__init__.py", ""),
            (
                "tests/test_sums.py",
                "import unittest\n\nfrom sums import twice\n\n\nclass Sums(unittest.TestCase):\n    def test_twice(self):\n        self.assertEqual(twice(2), 4)\n"
            )
        );
        await using var server = await Script
            .Of("task-1", Say.Bash("printf 'def twice(n):\\n    return n + n\\n' > sums.py"), Say.Report([], ["sums.py"], passing: 1))
            .ServeAsync();

        var result = await project.Ashlar("run", "--task", "Write twice(n) as a sum").Asking(server).EndsWithAsync(0);

        Assert.Contains("unittest", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_runs_its_own_tests()
    {
        using var project = Project.With(
            ("package.json", "{\"name\": \"sums\", \"type\": \"module\", \"scripts\": {\"test\": \"node --test\"}}\n"),
            ("sums.js", "export const twice = (n) => n * 2;\n"),
            (
                "test/sums.test.js",
                "import assert from \"node:assert/strict\";\nimport { test } from \"node:test\";\nimport { twice } from \"../sums.js\";\n\ntest(\"twice\", () => assert.equal(twice(2), 4));\n"
            )
        );
        await using var server = await Script
            .Of("task-1", Say.Bash("echo 'export const twice = (n) => n + n;' > sums.js"), Say.Report([], ["sums.js"], passing: 1))
            .ServeAsync();

        var result = await project.Ashlar("run", "--task", "Write twice(n) as a sum").Asking(server).EndsWithAsync(0);

        Assert.Contains("npm test", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_in_a_file_is_one_task()
    {
        using var project = Project.With(("check.txt", "x\n"), (".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n"));
        File.WriteAllText(project.Beside("wish.md"), "# Write b\n\nThe letter b goes into b.txt.\n");
        await using var server = await Script.Of("task-1", Say.Write("b.txt", "b\n"), Say.Done("b.txt")).ServeAsync();

        await project
            .Ashlar("run", "--task-file", project.Beside("wish.md"), "--trust")
            .Asking(server, WireProtocol.OpenAI)
            .EndsWithAsync(0);

        Assert.Contains("The letter b goes into b.txt.", server.Requests[0].FirstUserText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_test_gate_nothing_starts()
    {
        using var project = Project.With(("README.md", "Words.\n"));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "--task", "Say more").Asking(server).EndsWithAsync(2);

        Assert.Contains("gates", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
