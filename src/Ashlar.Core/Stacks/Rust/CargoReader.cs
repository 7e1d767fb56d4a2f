using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>The text of <c>cargo test</c>: <c>test path::name ... ok</c>.</summary>
internal sealed partial class CargoReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "cargo";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var text = output.Text.ReplaceLineEndings("\n");
        var cases = new TestCaseList();
        foreach (Match match in TestLine().AllIn(text))
        {
            var id = match.Groups[1].Value;
            var outcome = match.Groups[2].Value switch
            {
                "ok" => TestOutcome.Passed,
                "FAILED" => TestOutcome.Failed,
                _ => TestOutcome.Skipped,
            };
            cases.Add(outcome == TestOutcome.Failed ? Failure(id, text, output.Files) : new TestCase(id, outcome));
        }

        return cases.Count == 0 && !text.Contains("test result:", StringComparison.Ordinal)
            ? new GateReading([], null) { Trouble = "the output names no test" }
            : new GateReading([], new TestRun(cases.Done()));
    }

    private static TestCase Failure(string id, string text, CheckoutFiles files)
    {
        var start = text.IndexOf($"---- {id} stdout ----", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("\n\n", start, StringComparison.Ordinal);
        var details =
            start < 0 ? ""
            : end < 0 ? text[start..]
            : text[start..end];
        var place = StackText.FirstOwn(details, files);
        var lines = details
            .Split('\n')
            .Skip(1)
            .Where(line => line.Trim().Length > 0 && !line.StartsWith("thread ", StringComparison.Ordinal));
        return new TestCase(id, TestOutcome.Failed)
        {
            Message = FailureText.Line(lines.FirstOrDefault() ?? "failed"),
            Details = FailureText.Details(details),
            File = place?.File,
            Line = place?.Line,
        };
    }

    [GeneratedRegex(@"^test (\S.{0,500}?) \.\.\. (ok|FAILED|ignored)", RegexOptions.Multiline, 1000)]
    private static partial Regex TestLine();
}
