using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Gates.Proof;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class RedGreenTests : IDisposable
{
    private readonly GateScene scene = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scene.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_test_that_fails_on_the_base_by_its_assertion_proves_the_change()
    {
        var verdict = await Judge(
            ("sum.py", "def total(n):\n    return n\n", "def total(n):\n    return n * 2\n"),
            (
                "tests/test_sum.py",
                "from sum import total\ndef test_a(): assert total(0) == 0\n",
                "from sum import total\ndef test_a(): assert total(0) == 0\ndef test_b(): assert total(1) == 2\ndef test_c(): assert total(0) == 0, 'x'\n"
            )
        );

        Assert.Equal(TestProof.RedGreen, verdict.Level);
        Assert.Equal(["tests/test_sum.py::test_b"], verdict.Proving);
        Assert.Equal(["tests/test_sum.py::test_c"], verdict.PassOnBase);
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public async Task A_name_that_the_task_introduces_and_the_test_uses_proves_it_and_an_unused_import_does_not()
    {
        var verdict = await Judge(
            ("sum.py", "def total(n):\n    return n\n", "def total(n):\n    return n\ndef half(n):\n    return n / 2\n"),
            (
                "tests/test_sum.py",
                null,
                "from sum import total, half\ndef test_used(): assert half(2) == 1\ndef test_unused(): assert total(1) == 1\n"
            )
        );

        Assert.Equal(["tests/test_sum.py::test_used"], verdict.Proving);
        Assert.Equal(TestProof.RedGreen, verdict.Level);
    }

    [Fact]
    public async Task Tests_of_unittest_are_proved_in_the_same_way()
    {
        const string Case = "import unittest\nfrom total import total, half\nclass Sums(unittest.TestCase):\n";
        var verdict = await Judge(
            "python3 -m unittest discover -s tests",
            ("total.py", "def total(n):\n    return n\n", "def total(n):\n    return n * 2\ndef half(n):\n    return n / 2\n"),
            (
                "tests/test_half.py",
                null,
                Case + "    def test_half(self): self.assertEqual(half(2), 1)\n    def test_zero(self): self.assertEqual(total(0), 0)\n"
            ),
            (
                "tests/test_total.py",
                null,
                "import unittest\nimport total\nclass T(unittest.TestCase):\n    def test_twice(self): self.assertEqual(total.total(1), 2)\n"
            )
        );

        Assert.Equal([BaseFailure.Absent, BaseFailure.Collection, BaseFailure.Assertion], verdict.Tests.Select(test => test.Failure));
        Assert.Equal(TestProof.RedGreen, verdict.Level);
    }

    [Fact]
    public async Task Another_missing_import_is_no_proof_and_is_told()
    {
        var verdict = await Judge(
            ("sum.py", "def total(n):\n    return n\n", "def total(n):\n    return n + 0\n"),
            (
                "tests/test_sum.py",
                null,
                "from sum import total\ndef test_x():\n    import no_such_yaml\ndef test_cents(): assert total(1) == 1\n"
            )
        );

        Assert.Equal(TestProof.RegressionOnly, verdict.Level);
        Assert.Equal(
            "None of your 2 new tests in tests/test_sum.py fails on the code before your change: test_x fails there, but by ModuleNotFoundError of `no_such_yaml`; test_cents passes there. Sharpen one so that it fails without the change by its assertion. Do not change the product code for this.",
            Assert.Single(verdict.Findings).Message
        );
    }

    [Fact]
    public async Task A_new_module_a_set_up_error_and_a_flaky_test_are_told_apart()
    {
        var verdict = await Judge(
            ("billing/__init__.py", null, ""),
            ("billing/tax.py", null, "def tax(n):\n    return n\n"),
            ("tests/test_tax.py", null, "from billing.tax import tax\ndef test_tax(): assert tax(1) == 1\n"),
            (
                "tests/test_fixture.py",
                null,
                "import pytest\n@pytest.fixture\ndef broken(): raise RuntimeError('x')\ndef test_f(broken): pass\n"
            ),
            (
                "tests/test_flaky.py",
                null,
                "import os\ndef test_f():\n    n = os.path.exists('n')\n    open('n', 'w').close()\n    assert n\n"
            )
        );

        Assert.Equal([BaseFailure.Absent, BaseFailure.Collection, BaseFailure.Flaky], verdict.Tests.Select(test => test.Failure));
        Assert.Equal(["tests/test_fixture.py", "tests/test_flaky.py"], verdict.Findings.Select(finding => finding.Path));
    }

    [Fact]
    public async Task A_change_of_documents_has_no_code_and_a_change_of_tests_alone_needs_no_proof()
    {
        Assert.Equal(TestProof.NoCode, (await Judge(("README.md", "a", "b"))).Level);
        var tests = await Judge(("tests/test_a.py", null, "def test_a(): assert 1 + 1 == 2\n"));
        Assert.Equal((TestProof.RegressionOnly, 0), (tests.Level, tests.Findings.Count));
    }

    [Fact]
    public void Only_a_tasks_own_new_tests_may_be_red_by_intent()
    {
        var result = new GateResult
        {
            Name = "tests",
            Run = "pytest",
            Status = GateStatus.Red,
            New = [new Finding("t.py::own", "assert 0"), new Finding("t.py::other", "assert 0")],
            Tests = new TestRun([new TestCase("t.py::own", TestOutcome.Failed), new TestCase("t.py::other", TestOutcome.Failed)]),
        };

        var both = RedByIntent.Of([result], id => id == "t.py::own");
        Assert.Equal((GateStatus.Red, "t.py::own"), (both.Results[0].Status, both.Red.Single()));
        var own = RedByIntent.Of([result with { New = [result.New[0]] }], id => id == "t.py::own");
        Assert.Equal(GateStatus.Known, own.Results[0].Status);
    }

    private Task<RedGreenVerdict> Judge(params (string Path, string? Before, string? After)[] files) =>
        Judge("python3 -m pytest -q", files);

    private async Task<RedGreenVerdict> Judge(string line, params (string Path, string? Before, string? After)[] files)
    {
        var repository = new GitScene(folder["repository"]);
        var commit = await repository.Commit([
            ("base.txt", "base"),
            ("conftest.py", ""),
            .. files.Where(file => file.Before is not null).Select(file => (file.Path, file.Before!)),
        ]);
        var checkout = new GateCheckout(Machine.Git, scene.Root, folder["repository/.git/objects"]);
        var world = scene.World;
        Task<TestInventory> Inventory(Func<(string, string? Before, string? After), string?> text) =>
            TestInventory.ReadAsync(
                files.Where(file => text(file) is not null).ToDictionary(file => file.Path, file => text(file)!),
                world,
                default
            );
        return await new RedGreen(world, checkout).JudgeAsync(
            new RedGreenSubject
            {
                BaseTree = commit,
                BaseCommit = commit,
                Change = [.. files.Select(file => new ChangedFile(file.Path, file.Before, file.After))],
                Before = await Inventory(file => file.Before),
                After = await Inventory(file => file.After),
                Run = new TestRun([]),
                Gates = [new GateSetting("tests", line)],
            },
            default
        );
    }
}
