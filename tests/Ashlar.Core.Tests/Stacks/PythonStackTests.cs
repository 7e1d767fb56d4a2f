using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class PythonStackTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_hook_of_pre_commit_is_run_with_its_arguments()
    {
        Hooks(
            """
            - repo: https://github.com/pycqa/isort
              hooks:
              - id: isort
                args: ["--profile", "black"]
            - repo: https://github.com/astral-sh/ruff-pre-commit
              hooks:
              - id: ruff-check
                args: [--fix, --select=E]
            - repo: local
              hooks:
              - id: types
                entry: uv run mypy --strict
                language: system
                pass_filenames: false
              - id: never
                entry: black --check
                language: system
                stages: [manual]
            """
        );

        Assert.Equal(
            ["isort --check --profile black .", "ruff check --select=E .", "mypy --strict"],
            GateFinder.Detect(scene.Root, null).Select(gate => gate.Run)
        );
        Assert.Equal("isort --profile black", GateFinder.Detect(scene.Root, null)[0].Fix);
    }

    [Fact]
    public async Task A_hook_of_pre_commit_looks_at_the_files_that_it_takes_and_at_no_others()
    {
        Hooks(
            """
            - repo: https://github.com/psf/black
              hooks:
              - id: black
                files: ^app/
                exclude: |
                  (?x)^(
                    app/migrations/.*|
                    app/old\.py
                  )$
            """
        );
        scene
            .With("app/a.py", "a = 1\n")
            .With("app/migrations/m.py", "a  =  1\n")
            .With("app/old.py", "a  =  1\n")
            .With("other.py", "a  =  1\n");
        var gate = GateFinder.Detect(scene.Root, null).Single();
        Git("init -q", "add -A");

        Assert.Equal(GateStatus.Green, (await scene.Run(gate)).Status);

        scene.With("app/a.py", "a  =  1\n");
        Assert.Equal(["app/a.py"], (await scene.Run(gate)).New.Select(finding => finding.Path));
    }

    [Theory]
    [InlineData("python3 manage.py test", "lists/tests.py", "python3 manage.py test -v 2 lists.tests")]
    [InlineData(
        "cd web && python3 manage.py test",
        "web/lists/tests/test_views.py",
        "cd web && python3 manage.py test -v 2 lists.tests.test_views"
    )]
    [InlineData("cd web && python3 manage.py test", "other/tests.py", "cd web && python3 manage.py test -v 2")]
    [InlineData("python3 manage.py test lists", "lists/tests.py", "python3 manage.py test -v 2 lists")]
    [InlineData("python3 manage.py test | tee x", "lists/tests.py", "python3 manage.py test -v 2 | tee x")]
    public void Of_Django_only_the_modules_of_a_focus_run(string line, string file, string expected) =>
        Assert.EndsWith(
            expected,
            GatePlan.Of(new GateSetting("tests", line), scene.World, "t", new GateFocus([file])).Line,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("python3 -m unittest", "tests/test_a.py", "python3 -m unittest -v -k '*test_a.*'")]
    [InlineData("python3 -m unittest discover -s tests", "tests/test_a.py", "python3 -m unittest discover -v -s tests -k '*test_a.*'")]
    [InlineData("python3 -m unittest tests.test_b", "tests/test_a.py", "python3 -m unittest -v tests.test_b")]
    [InlineData("python3 -m unittest discover -k x", "tests/test_a.py", "python3 -m unittest discover -v -k x")]
    public void Of_unittest_only_the_tests_of_a_focus_run(string line, string file, string expected) =>
        Assert.EndsWith(
            expected,
            GatePlan.Of(new GateSetting("tests", line), scene.World, "t", new GateFocus([file])).Line,
            StringComparison.Ordinal
        );

    /// <summary>The pattern is what the real runner understands: the other file's tests do not run.</summary>
    [Theory]
    [InlineData("python3 -m unittest discover -s tests")]
    [InlineData("python3 -m unittest discover")]
    public async Task A_focus_leaves_other_modules_of_unittest_out(string line)
    {
        const string Test =
            "import unittest\n\n\nclass Sums(unittest.TestCase):\n    def test_adds(self):\n        self.assertEqual(2, 1 + 1)\n";
        scene
            .With("tests/__init__.py", "")
            .With("tests/test_a.py", Test)
            .With("tests/test_b.py", Test + "\n    def test_more(self):\n        pass\n");
        var gate = new GateSetting("tests", line);

        Assert.Equal(3, (await scene.Run(gate)).Tests?.Total);
        var chosen = await new GateAttempt(scene.World).RunAsync(gate, new GateFocus(["tests/test_a.py"]), CancellationToken.None);
        Assert.Equal(1, chosen.Reading?.Tests?.Total);
    }

    [Fact]
    public void Of_pytest_only_the_files_of_a_focus_run_also_in_a_folder() =>
        Assert.EndsWith(
            "cd web && pytest -q tests/test_a.py",
            GatePlan.Of(new GateSetting("tests", "cd web && pytest -q"), scene.World, "t", new GateFocus(["web/tests/test_a.py"])).Line,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_recipe_that_runs_pytest_is_read_like_pytest()
    {
        scene.With("Makefile", "check:\n\tcd a && python3 -m pytest -q\n").With("a/test_a.py", "def test_a():\n    assert 1 == 2\n");
        var result = await scene.Run("make check");

        Assert.Equal((GateStatus.Red, 1), (result.Status, result.Tests?.Failing));
    }

    private void Hooks(string repositories) => scene.With(".pre-commit-config.yaml", "repos:\n" + repositories + "\n");

    private void Git(params string[] lines)
    {
        foreach (var line in lines)
        {
            using var process = System.Diagnostics.Process.Start("git", $"-C {scene.Root} {line}");
            process.WaitForExit();
        }
    }
}
