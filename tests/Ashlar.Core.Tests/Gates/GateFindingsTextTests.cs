using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class GateFindingsTextTests
{
    [Fact]
    public void A_cycle_that_is_not_green_tells_ids_assertions_places_and_what_to_do()
    {
        var result = new GateResult
        {
            Name = "tests",
            Run = "pytest -q",
            Status = GateStatus.Red,
            ExitCode = 1,
            New = [new Finding("tests/test_sum.py::test_cents", "assert '1.60' == '1.61'") { Path = "tests/test_sum.py", Line = 38 }],
            Known = [new Finding("tests/test_pdf.py::test_font", "assert 0")],
            Tests = new TestRun([
                .. Enumerable.Range(0, 27).Select(number => new TestCase($"t{number}", TestOutcome.Passed)),
                new TestCase("a", TestOutcome.Failed),
                new TestCase("b", TestOutcome.Failed),
            ]),
            Output = "abc",
        };

        Assert.Equal(
            """
            Gates: not green (iteration 2 of 8). Your files are as you left them.
            tests  `pytest -q`  exit 1: 27 passed, 2 failed
              new    tests/test_sum.py::test_cents
                       assert '1.60' == '1.61'   (tests/test_sum.py:38)
              known  tests/test_pdf.py::test_font   fails on the base too; leave it. In Report, count it as failing
            Your own run of this command at turn 7 had 29 passed. Gates see only what git would commit; ignored: data/rates.json
            Whole output: Read /artifacts/abc
            Fix the new failure, then Report again.
            """,
            GateFindingsText.NotGreen(
                new GateCycle
                {
                    Results = [result],
                    Iteration = 2,
                    Iterations = 8,
                    OwnRuns = new Dictionary<string, string> { ["tests"] = "at turn 7 had 29 passed" },
                    Ignored = ["data/rates.json"],
                    OutputPath = hash => $"/artifacts/{hash}",
                }
            )
        );
    }

    [Fact]
    public void The_call_that_ran_the_gates_is_the_one_to_make_again() =>
        Assert.EndsWith(
            "Deal with each, then commit_and_push again.",
            GateFindingsText.NotGreen(
                new GateCycle
                {
                    Results = [],
                    Others = [new Finding("x", "a.py:1  placeholder added.")],
                    Iteration = 1,
                    Iterations = 8,
                    Again = "commit_and_push",
                }
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Many_findings_are_cut_and_others_stand_one_a_line()
    {
        var result = new GateResult
        {
            Name = "flake8",
            Run = "flake8",
            Status = GateStatus.Red,
            ExitCode = 1,
            New =
            [
                .. Enumerable
                    .Range(1, 24)
                    .Select(line => new Finding("a.py:E501", "E501 line too long")
                    {
                        Path = "a.py",
                        Line = line,
                        Rule = "E501",
                    }),
            ],
        };

        var lines = GateFindingsText
            .NotGreen(
                new GateCycle
                {
                    Results = [result],
                    Others = [new Finding("x", "a.py:1  placeholder added.")],
                    Iteration = 1,
                    Iterations = 8,
                }
            )
            .Split('\n');

        Assert.Equal("flake8  `flake8`  exit 1: 24 findings", lines[1]);
        Assert.Equal("  new    a.py:1  E501 line too long", lines[2]);
        Assert.Equal(["  and 14 more of the same kind", "a.py:1  placeholder added.", "Deal with each, then Report again."], lines[^3..]);
    }
}
