using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>The text of <c>cargo nextest run</c>: <c>PASS [ 0.004s] app::it name</c>. The ids are those of <see cref="CargoReader"/>.</summary>
internal sealed partial class NextestReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "nextest";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var errors = new RustErrors(output.Files);
        var targets = new CargoTargets(output.Files);
        var cases = new Dictionary<string, TestCase>(StringComparer.Ordinal);
        foreach (var line in output.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            errors.Add(line);
            if (TestLine().FirstIn(line) is { Success: true } test)
            {
                var id = $"{test.Groups[2].Value} {test.Groups[3].Value}";
                if (test.Groups[1].Value == "SETUP PASS")
                {
                    continue;
                }

                // The summary tells failures again, and a test that is tried again is told each time: the last word counts.
                cases[id] = Case(id, test.Groups[1].Value, output);
            }
            else if (CargoText.Uncompiled(line, targets, errors) is { } broken)
            {
                cases[broken.Id] = broken;
            }
        }

        return cases.Count == 0
            ? new GateReading([], null) { Trouble = "the output names no test" }
            : new GateReading([], new TestRun([.. cases.Values]));
    }

    private static TestCase Case(string id, string word, GateOutput output)
    {
        // A test that passed may have been slow, left something open or run into its time; every word that is not known is a failure.
        if (word is "PASS" or "FLAKY" or "LEAK" or "SLOW" or "SLOW + LEAK" or "SLOW+TMPASS" or "TIMEOUT-PASS")
        {
            return new TestCase(id, TestOutcome.Passed);
        }

        if (word == "SKIP")
        {
            return new TestCase(id, TestOutcome.Skipped);
        }

        var name = id[(id.LastIndexOf(' ') + 1)..];
        var at = output.Text.IndexOf($"thread '{name}'", StringComparison.Ordinal);
        var details = at < 0 ? "" : string.Join('\n', output.Text[at..].Split('\n').TakeWhile(line => line.Trim().Length > 0).Take(40));
        var place = StackText.FirstOwn(details, output.Files);
        var message = details.Split('\n').Skip(1).FirstOrDefault();
        var failed = word is "FAIL" or "FAIL + LEAK" or "FL+LK";
        return new TestCase(id, failed ? TestOutcome.Failed : TestOutcome.Error)
        {
            File = place?.File,
            Line = place?.Line,
            Message = FailureText.Line(
                message is { Length: > 0 } ? message.Trim()
                : failed ? "failed"
                : $"it ended by {word}"
            ),
            Details = FailureText.Details(details),
        };
    }

    // A duration with `>` in front is that of a test that still runs.
    [GeneratedRegex(
        @"^\s*(?:TRY \d+ )?([A-Z](?:[A-Z+\-]| (?=[A-Z+])){0,30})(?: \d+/\d+)? \[\s*(?:\d[\d.]*s)?\]\s+(?:[\[(]\s*\d+(?:/\d+)?[\])]\s+){0,2}(\S{1,300})\s+(\S.{0,500}?)\s*$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex TestLine();
}
