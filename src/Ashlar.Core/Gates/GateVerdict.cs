using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>What one attempt proves: every reason why it is not green.</summary>
internal static class GateVerdict
{
    /// <summary>The findings; none means green.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="anyFlaky">Whether a test failed and then passed.</param>
    /// <param name="files">The checkout that it ran in.</param>
    public static IReadOnlyList<Finding> Findings(GateSetting gate, GateAttemptOutcome attempt, bool anyFlaky, CheckoutFiles files)
    {
        if (attempt.TimedOut)
        {
            return [new Finding("timeout", $"not finished after {Minutes(gate.Timeout)}; the command was stopped")];
        }

        var reading = attempt.Reading!;
        if (reading.Trouble is { } trouble)
        {
            return
            [
                new Finding("results", FailureText.Line($"exit {attempt.ExitCode}, and {trouble}"))
                {
                    Rule = FailureText.Tail(attempt.Text),
                },
            ];
        }

        return reading.Tests is { } tests
            ? [.. Tests(attempt, tests, anyFlaky, files), .. attempt.Watch?.Findings ?? []]
            : Tool(attempt, reading);
    }

    private static List<Finding> Tests(GateAttemptOutcome attempt, TestRun tests, bool anyFlaky, CheckoutFiles files)
    {
        var findings = tests
            .Cases.Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error)
            .Select(test => new Finding(test.Id, test.Message ?? "failed")
            {
                Path = test.File,
                Line = test.Line,
                RaisedAt = TraceFrames.Innermost(test.Details, test.File, files),
            })
            .ToList();
        if (tests.Total == 0)
        {
            findings.Add(
                new Finding("no-tests", $"no test was run (exit {attempt.ExitCode}: {FailureText.LastLine(attempt.Text) ?? "no output"})")
            );
        }
        else if (tests.Skipped == tests.Total)
        {
            findings.Add(new Finding("all-skipped", $"all {tests.Total} tests were skipped: nothing was tested"));
        }
        else if (attempt.ExitCode == 0 && findings.Count > 0)
        {
            findings.Add(
                new Finding("exit-green", "the command ends with exit 0 although its report has failures; its exit code must tell")
            );
        }
        else if (attempt.ExitCode != 0 && findings.Count == 0 && attempt.Reading!.Findings.Count > 0)
        {
            findings.AddRange(attempt.Reading.Findings);
        }
        else if (attempt.ExitCode != 0 && findings.Count == 0 && !anyFlaky)
        {
            findings.Add(
                new Finding(
                    $"exit:{attempt.ExitCode}",
                    $"exit {attempt.ExitCode} although every reported test passed: {FailureText.ErrorLine(attempt.Text) ?? FailureText.LastLine(attempt.Text) ?? "no output"}"
                )
            );
        }

        return findings;
    }

    private static List<Finding> Tool(GateAttemptOutcome attempt, GateReading reading)
    {
        var findings = reading.Findings.ToList();
        if (attempt.ExitCode != 0 && findings.Count == 0)
        {
            findings.Add(
                new Finding($"exit:{attempt.ExitCode}", $"exit {attempt.ExitCode}: {FailureText.LastLine(attempt.Text) ?? "no output"}")
            );
        }

        return findings;
    }

    private static string Minutes(TimeSpan time) => time.TotalSeconds < 120 ? $"{time.TotalSeconds:0.#} s" : $"{time.TotalMinutes:0.#} min";
}
