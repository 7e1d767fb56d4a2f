using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Python;

/// <summary>The text of <c>python -m unittest</c> and Django's <c>manage.py test</c>; with <c>-v</c> every test is named.</summary>
internal sealed partial class UnittestReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "unittest";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var lines = output.Text.ReplaceLineEndings("\n").Split('\n');
        if (Total(lines) is not { } total)
        {
            return new GateReading([], null) { Trouble = "the output does not say how many tests ran" };
        }

        var cases = new Dictionary<string, TestCase>(StringComparer.Ordinal);
        var order = new List<string>();
        var firstBlock = Array.FindIndex(lines, IsRule);
        Verbose(lines.AsSpan(0, firstBlock < 0 ? lines.Length : firstBlock), output.Files, cases, order);
        foreach (var block in Blocks(lines))
        {
            var test = Failure(block, output.Files);
            if (test is null)
            {
                continue;
            }

            if (!cases.ContainsKey(test.Id))
            {
                order.Add(test.Id);
            }

            if (!cases.TryGetValue(test.Id, out var known) || known.Message is null)
            {
                cases[test.Id] = test;
            }
        }

        // Tests that the text does not name still count: a quiet run tells only how many there were.
        var unnamed = total - order.Count(id => !cases[id].Id.StartsWith("set-up of ", StringComparison.Ordinal));
        var skipped = Math.Max(0, Skips(lines) - cases.Values.Count(test => test.Outcome == TestOutcome.Skipped));
        for (var number = 1; number <= unnamed; number++)
        {
            var id = $"(unnamed test {number})";
            order.Add(id);
            cases[id] = new TestCase(id, number <= skipped ? TestOutcome.Skipped : TestOutcome.Passed);
        }

        var tests = new TestRun([.. order.Select(id => cases[id])]);
        // A line that Ashlar could not change may stop at a failure, and unittest does not say that it did.
        return tests.Failing > 0 && output.Command.OptionsAt <= 0 && PythonWholeRun.StopsEarly(output.Command)
            ? new GateReading([], null) { Trouble = CutShort.Because("the command tells the runner to end at a failure") }
            : new GateReading([], tests);
    }

    private static int? Total(string[] lines)
    {
        int? total = null;
        foreach (var line in lines)
        {
            if (RanLine().FirstIn(line) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, out var count))
            {
                total = (total ?? 0) + count;
            }
        }

        return total;
    }

    private static int Skips(string[] lines)
    {
        var count = 0;
        foreach (var line in lines)
        {
            if (EndLine().IsIn(line))
            {
                count += SkippedPart().AllIn(line).Sum(match => int.TryParse(match.Groups[1].ValueSpan, out var number) ? number : 0);
            }
        }

        return count;
    }

    private static void Verbose(ReadOnlySpan<string> lines, CheckoutFiles files, Dictionary<string, TestCase> cases, List<string> order)
    {
        string? open = null;
        foreach (var line in lines)
        {
            if (TestLine().FirstIn(line) is { Success: true } match)
            {
                open = Id(match.Groups[1].Value, match.Groups[2].Value);
            }

            if (open is not null && OutcomeEnd().FirstIn(line) is { Success: true } outcome)
            {
                var test = new TestCase(open, OutcomeOf(outcome.Groups[1].Value)) { File = FileOf(open, files) };
                if (cases.TryAdd(open, test))
                {
                    order.Add(open);
                }

                open = null;
            }
        }
    }

    private static TestOutcome OutcomeOf(string word) =>
        word switch
        {
            "FAIL" or "unexpected success" => TestOutcome.Failed,
            "ERROR" => TestOutcome.Error,
            "ok" => TestOutcome.Passed,
            _ => TestOutcome.Skipped,
        };

    private static IEnumerable<List<string>> Blocks(string[] lines)
    {
        for (var at = 0; at < lines.Length; at++)
        {
            if (!IsRule(lines[at]))
            {
                continue;
            }

            var block = new List<string>();
            var next = at + 1;
            for (; next < lines.Length && !IsRule(lines[next]) && !RanLine().IsIn(lines[next]); next++)
            {
                block.Add(lines[next]);
            }

            yield return block;
            at = next - 1;
        }
    }

    private static TestCase? Failure(List<string> block, CheckoutFiles files)
    {
        if (block.Count == 0 || HeadLine().FirstIn(block[0]) is not { Success: true } match)
        {
            return null;
        }

        var kind = match.Groups[1].Value;
        var method = match.Groups[2].Value;
        var place = match.Groups[3].Value;
        var start = block.FindIndex(line => line.StartsWith("-----", StringComparison.Ordinal)) + 1;
        var details = string.Join('\n', block.Skip(start).TakeWhile(line => !line.StartsWith("-----", StringComparison.Ordinal)));
        var id = method is "setUpClass" or "tearDownClass" or "setUpModule" or "tearDownModule" ? $"set-up of {place}" : Id(method, place);
        var file = FileOf(id.StartsWith("set-up of ", StringComparison.Ordinal) ? place : id, files);
        return new TestCase(id, kind == "FAIL" ? TestOutcome.Failed : TestOutcome.Error)
        {
            File = file,
            Line = PythonTrace.Line(details, file, files),
            Message = PythonTrace.Message(details),
            Details = FailureText.Details(details),
        };
    }

    /// <summary>Python 3.11 names the method twice: <c>test_a (mod.Case.test_a)</c>; before, <c>test_a (mod.Case)</c>.</summary>
    private static string Id(string method, string place)
    {
        if (place.StartsWith("unittest.loader._FailedTest", StringComparison.Ordinal))
        {
            return method;
        }

        return place.EndsWith("." + method, StringComparison.Ordinal) ? place : $"{place}.{method}";
    }

    private static string? FileOf(string id, CheckoutFiles files) => files.PythonModule(id).File;

    private static bool IsRule(string line) =>
        line.StartsWith("======================================================================", StringComparison.Ordinal);

    [GeneratedRegex(@"^Ran (\d{1,9}) tests? in ", RegexOptions.None, 1000)]
    private static partial Regex RanLine();

    [GeneratedRegex(@"^(OK|FAILED|NO TESTS RAN)( \(|$)", RegexOptions.None, 1000)]
    private static partial Regex EndLine();

    [GeneratedRegex(@"(?:skipped|expected failures)=(\d{1,9})", RegexOptions.None, 1000)]
    private static partial Regex SkippedPart();

    [GeneratedRegex(@"^([\w.]{1,300}) \(([\w.]{1,600})\)", RegexOptions.None, 1000)]
    private static partial Regex TestLine();

    [GeneratedRegex(
        @"(?:^|\.\.\. |[^\w])(ok|FAIL|ERROR|expected failure|unexpected success|skipped(?: ['""].*)?)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex OutcomeEnd();

    [GeneratedRegex(@"^(FAIL|ERROR): ([\w.]{1,300}) \(([\w.]{1,600})\)", RegexOptions.None, 1000)]
    private static partial Regex HeadLine();
}
