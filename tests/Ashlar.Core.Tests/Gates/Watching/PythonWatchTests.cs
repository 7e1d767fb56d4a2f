using System.Diagnostics;
using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Gates.Watching;

/// <summary>The watch on Python where another program or a path starts it. Each attack is green where nothing watches.</summary>
public sealed class PythonWatchTests
{
    private const string Patched =
        "import importlib\nkind = importlib.import_module('_py' + 'test.reports').TestReport\nold = kind.from_item_and_call.__func__\n\n\n@classmethod\ndef kinder(cls, item, call):\n    report = old(cls, item, call)\n    report.outcome = 'passed'\n    return report\n\n\nkind.from_item_and_call = kinder\n";

    private const string Words = "functions of the tests' runner were replaced while it ran: _pytest.reports.TestReport.from_item_and_call";

    public static TheoryData<string, string?> Lines =>
        new()
        {
            { ".venv/bin/python -m pytest -q", null },
            { "/usr/bin/python3 -m pytest -q", null },
            { "/usr/bin/pytest -q", null },
            { "make check", "junit" },
            { "sh check.sh", "junit" },
            { "env A=1 python3 -m pytest -q", null },
            { "npm test --silent", "junit" },
        };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_patched_runner_is_seen_behind_a_path_or_another_program(string line, string? results)
    {
        var gate = new GateSetting("tests", line) { Results = results };
        using var alone = Scene(Patched + "def add(a, b): return 0\n");
        using var scene = Scene(Patched + "def add(a, b): return 0\n").Watched();
        using var honest = Scene("def add(a, b): return a + b\n").Watched();

        var without = await alone.Run(gate);
        var result = await scene.Run(gate);
        var green = await honest.Run(gate);

        Assert.True(without.Status == GateStatus.Green, Text(without));
        Assert.Contains(Words, Text(result), StringComparison.Ordinal);
        Assert.True(green.Status == GateStatus.Green, Text(green));
        Assert.Equal(1, green.Tests!.Passing);
        Assert.True(green.Examined!.Inside, green.Examined.What);
    }

    [Fact]
    public async Task Several_runs_and_processes_of_their_own_are_counted_together()
    {
        using var scene = Scene("def add(a, b): return a + b\n")
            .With(
                "tests/test_many.py",
                "import multiprocessing\nimport os\nimport subprocess\nimport sys\n\n\ndef work(n):\n    return n * 2\n\n\ndef test_pool():\n    with multiprocessing.Pool(2) as pool:\n        assert pool.map(work, [1, 2]) == [2, 4]\n\n\ndef test_fork():\n    pid = os.fork()\n    if pid == 0:\n        os._exit(0)\n    os.waitpid(pid, 0)\n\n\ndef test_python():\n    assert subprocess.run([sys.executable, '-m', 'pytest', '--version']).returncode == 0\n"
            )
            .With("Makefile", "check:\n\tpython3 -m pytest -q tests/test_app.py\n\tpython3 -m pytest -q tests/test_many.py\n")
            .Watched();

        var plain = await scene.Run("python3 -m pytest -q");
        var twice = await scene.Run(new GateSetting("tests", "make check") { Results = "junit" });

        Assert.True(plain.Status == GateStatus.Green, Text(plain));
        Assert.Equal(4, plain.Tests!.Passing);
        Assert.True(twice.Status == GateStatus.Green, Text(twice));
        Assert.True(twice.Examined!.Inside, twice.Examined.What);
    }

    /// <summary>Django's own command, without a <c>manage.py</c>; what stands in for Django here runs unittest as Django does.</summary>
    [Fact]
    public async Task Djangos_own_command_is_watched_like_a_manage_py()
    {
        using var scene = new GateScene()
            .With("django/__init__.py", "")
            .With("django/__main__.py", "import unittest\nunittest.main(module='tests.test_sums', argv=['test', '-v'])\n")
            .With("tests/__init__.py", "")
            .With(
                "tests/test_sums.py",
                "import unittest\n\n\nclass Sums(unittest.TestCase):\n    def test_adds(self):\n        self.assertEqual(2, 1 + 1)\n"
            )
            .Watched();

        var result = await scene.Run("python3 -m django test --settings=tests.settings");

        Assert.True(result.Status == GateStatus.Green, Text(result));
        Assert.True(result.Examined!.Inside, result.Examined.What);
    }

    [Fact]
    public async Task What_a_run_on_the_base_let_be_examined_is_owed_by_every_later_one()
    {
        var gate = new GateSetting("tests", "sh check.sh") { Results = "junit" };
        using var first = Scene("def add(a, b): return a + b\n").Watched();
        using var hidden = Scene("def add(a, b): return a + b\n").With("check.sh", "unset ASHLAR_WATCH\npython3 -m pytest -q\n").Watched();

        var before = await first.Run(gate);
        var now = await hidden.Run(gate);
        var compared = new Baseline([before]).Compare(now);
        var never = new Baseline([now]).Compare(now);

        Assert.Equal(GateStatus.Green, now.Status);
        Assert.Equal("pytest is not examined inside its process: it left no record of its own", now.Examined!.What);
        Assert.Equal(GateStatus.Red, compared.Status);
        Assert.Equal("watch:absent", Assert.Single(compared.New).Key);
        Assert.Equal(GateStatus.Green, never.Status);
    }

    private static GateScene Scene(string app)
    {
        var scene = new GateScene()
            .With("app.py", app)
            .With("conftest.py", "")
            .With("tests/test_app.py", "from app import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n")
            .With("check.sh", "python3 -m pytest -q\n")
            .With("Makefile", "check:\n\tpython3 -m pytest -q\n")
            .With("package.json", "{\"name\": \"a\", \"scripts\": {\"test\": \"python3 -m pytest -q\"}}\n");
        using var process = Process.Start(
            "/usr/bin/python3",
            ["-m", "venv", "--system-site-packages", "--without-pip", Path.Combine(scene.Root, ".venv")]
        );
        process.WaitForExit();
        return scene;
    }

    private static string Text(GateResult result) =>
        string.Join('\n', result.New.Select(finding => $"{finding.Key} {finding.Message}").Append(result.Fault));
}
