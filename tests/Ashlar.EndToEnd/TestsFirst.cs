using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Tests that are written before what they test exists, as test-driven work does it.</summary>
public sealed class TestsFirst
{
    private const string Test =
        "import pytest\n\nfrom src.rates import rate\n\n\ndef test_known():\n    assert rate(\"EUR\") == 1.0\n\n\n@pytest.mark.parametrize(\"name\", [\"X\", \"Y\"])\ndef test_unknown(name):\n    with pytest.raises(KeyError):\n        rate(name)\n";

    [Fact]
    public async Task Tests_of_a_module_that_does_not_exist_yet_are_red_by_intent_and_prove_the_task_that_makes_it()
    {
        using var project = TestsThenCode();
        await using var server = await Script
            .Of("1", Say.Write("tests/test_rates.py", Test), Say.Report(["tests/test_rates.py"], passing: 1, failing: 1))
            .Then(
                "2",
                Say.Write("src/rates.py", "def rate(name):\n    return {\"EUR\": 1.0}[name]\n"),
                Say.Report(["src/rates.py"], passing: 4)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["red-by-intent", "red-green"], project.Trailers("work", "Ashlar-Proof"));
        Assert.Equal("tests/test_rates.py::test_known\ntests/test_rates.py::test_unknown", project.Trailers("work", "Ashlar-Red")[0]);
    }

    [Fact]
    public async Task A_test_file_that_cannot_be_collected_for_another_reason_is_no_red_by_intent()
    {
        using var project = TestsThenCode();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("tests/test_rates.py", "def test_known(:\n    pass\n"),
                Say.Report(["tests/test_rates.py"], passing: 1, failing: 1),
                Say.Write("tests/test_rates.py", Test),
                Say.Report(["tests/test_rates.py"], passing: 1, failing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("Gates: not green", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal(["red-by-intent"], project.Trailers("work", "Ashlar-Proof"));
    }

    private static Project TestsThenCode() =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write failing tests for the rates\n- [ ] Implement the rates\n"),
            ("src/__init__.py", ""),
            ("tests/__init__.py", ""),
            ("tests/test_old.py", "def test_old():\n    assert 1 + 1 == 2\n"),
            ("pyproject.toml", "[tool.pytest.ini_options]\npythonpath = [\".\"]\n")
        );
}
