using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class JudgeInputsTests
{
    private static readonly GateSetting[] Gates = [new("tests", "pytest -q --cov"), new("flake8", "flake8"), new("mypy", "mypy .")];

    [Theory]
    [InlineData("pytest.ini", "[pytest]\naddopts = -q\n", "[pytest]\naddopts = -q -k 'not cents'\n")]
    [InlineData(
        "pyproject.toml",
        "[tool.pytest.ini_options]\naddopts = \"-q\"\n",
        "[tool.pytest.ini_options]\naddopts = \"-q --ignore=tests/a\"\n"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.pytest.ini_options]\ntestpaths = [\"a\", \"b\"]\n",
        "[tool.pytest.ini_options]\ntestpaths = [\"a\"]\n"
    )]
    [InlineData("setup.cfg", "[flake8]\nmax-line-length = 79\n", "[flake8]\nmax-line-length = 200\n")]
    [InlineData(".flake8", "[flake8]\nexclude = a\n", "[flake8]\nexclude = a,b\n")]
    [InlineData(".coveragerc", "[report]\nfail_under = 90\n", "[report]\nfail_under = 50\n")]
    [InlineData("mypy.ini", "[mypy]\nstrict = true\n", "[mypy]\nstrict = false\n")]
    [InlineData("pytest.ini", "[pytest]\n", null)]
    [InlineData("conftest.py", "import pytest\n", "import pytest\ndef pytest_collection_modifyitems(items):\n    items[:] = []\n")]
    [InlineData("package.json", "{\"scripts\":{\"test\":\"node --test\"}}", "{\"scripts\":{\"test\":\"echo ok\"}}")]
    [Trait("case", "REPORT-003")]
    public void A_change_that_weakens_a_gate_is_a_finding_and_gates_see_the_file_as_it_was(string path, string before, string? after)
    {
        var reading = JudgeInputs.Read([new ChangedFile(path, before, after)], Gates, IntegrityAllowance.None);

        Assert.Single(reading.Findings);
        Assert.Equal(before, Encoding.UTF8.GetString(reading.FromBase[path]!));
        var named = JudgeInputs.Read([new ChangedFile(path, before, after)], Gates, new IntegrityAllowance([$"Change {path} as agreed"]));
        Assert.Empty(named.Findings);
        Assert.Empty(named.FromBase);
    }

    [Theory]
    [InlineData(
        "pyproject.toml",
        "[project]\ndependencies = []\n[tool.black]\nline-length = 80\n",
        "[project]\ndependencies = [\"x\"]\n[tool.black]\nline-length = 80\n"
    )]
    [InlineData("tests/conftest.py", "", "import pytest\n@pytest.fixture\ndef client():\n    return 1\n")]
    [InlineData(
        "package.json",
        "{\"scripts\":{\"test\":\"node --test\"}}",
        "{\"scripts\":{\"test\":\"node --test\",\"start\":\"node a.js\"}}"
    )]
    public void A_change_beside_the_judge_is_none(string path, string before, string after) =>
        Assert.Empty(JudgeInputs.Read([new ChangedFile(path, before, after)], Gates, IntegrityAllowance.None).Findings);

    [Fact]
    public void A_comment_that_silences_a_gate_of_this_run_is_a_finding()
    {
        var reading = JudgeInputs.Read(
            [
                new ChangedFile("a.py", "x = 1  # noqa\n", "x = 1  # noqa\ny = f()  # type: ignore\nz = 2  # pragma: no cover\n"),
                new ChangedFile("b.js", "", "// eslint-disable-next-line\nx = '# noqa'\n"),
            ],
            Gates,
            IntegrityAllowance.None
        );

        Assert.Equal([("a.py", 2), ("a.py", 3)], reading.Findings.Select(finding => (finding.Path!, finding.Line!.Value)));
        Assert.Equal(
            "a.py:2  comment added that silences a gate: \"# type: ignore\". Take it out and mend what the gate says. If the task really requires it, Escalate (question).",
            reading.Findings[0].Message
        );
    }
}
