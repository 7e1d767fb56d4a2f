using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>
/// The part of a test program's output from <c>running 2 tests</c> to <c>test result:</c>. Lines about tests count only there, as many as were
/// announced, so that what a test prints is none.
/// </summary>
/// <param name="target">What is run.</param>
/// <param name="announced">How many tests it said it would run.</param>
internal sealed partial class CargoBlock(CargoTarget target, int announced)
{
    private readonly List<(string Name, TestOutcome Outcome)> told = [];
    private readonly Dictionary<string, List<string>> details = new(StringComparer.Ordinal);
    private string? open;
    private string? detailed;
    private bool isFailures;
    private (int Passed, int Failed, int Ignored) total;

    /// <summary>Whether the program said how it went.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether only its tests were told so far, and nothing about failures.</summary>
    public bool IsListing => !isFailures;

    /// <summary>How many tests failed.</summary>
    public int Failing => told.Count(test => test.Outcome == TestOutcome.Failed);

    /// <summary>Takes a line; false for one that tells nothing of tests.</summary>
    public bool Add(string line)
    {
        if (ResultLine().FirstIn(line) is { Success: true } result)
        {
            total = (CargoText.Number(result.Groups[1]), CargoText.Number(result.Groups[2]), CargoText.Number(result.Groups[3]));
            IsEnded = true;
        }
        else if (isFailures && HeadLine().FirstIn(line) is { Success: true } head)
        {
            detailed = NameOf(head.Groups[1].Value);
            details.TryAdd(detailed, []);
        }
        else if (isFailures && line == "failures:")
        {
            detailed = null;
        }
        else if (isFailures && detailed is not null)
        {
            details[detailed].Add(line);
        }
        else if (isFailures)
        {
            return true;
        }
        else if (line == "failures:")
        {
            isFailures = true;
        }
        else if (told.Count < announced && TestLine().FirstIn(line) is { Success: true } test)
        {
            told.Add((test.Groups[1].Value, OutcomeOf(test.Groups[2].Value)));
            open = null;
        }
        else if (OpenLine().FirstIn(line) is { Success: true } begun)
        {
            // One thread and no capture: what the test prints is between its name and its outcome.
            open = begun.Groups[1].Value;
        }
        else if (open is not null && told.Count < announced && EndLine().FirstIn(line) is { Success: true } end)
        {
            told.Add((open, OutcomeOf(end.Groups[1].Value)));
            open = null;
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>The tests; those that the text counts without naming them stand there by number.</summary>
    public IEnumerable<TestCase> Cases(CheckoutFiles files)
    {
        // Documentation tests end in any order and are named by lines that move: their order in the file tells them apart.
        var ordered = target.IsDocumentation ? told.OrderBy(test => Place(test.Name)) : told.AsEnumerable();
        foreach (var (name, outcome) in ordered)
        {
            yield return Case(NameOf(name), outcome, files);
        }

        if (!IsEnded)
        {
            yield break;
        }

        TestOutcome[] all = [TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Skipped];
        int[] counts = [total.Passed, total.Failed, total.Ignored];
        for (var kind = 0; kind < all.Length; kind++)
        {
            for (var number = told.Count(test => test.Outcome == all[kind]) + 1; number <= counts[kind]; number++)
            {
                yield return new TestCase(target.IdOf($"(unnamed test {number})"), all[kind]) { File = target.Source };
            }
        }
    }

    private TestCase Case(string name, TestOutcome outcome, CheckoutFiles files)
    {
        var file = target.FileOf(name, files.Exists);
        var test = new TestCase(target.IdOf(name), outcome) { File = file };
        if (outcome != TestOutcome.Failed)
        {
            return test;
        }

        var lines = details.GetValueOrDefault(name) ?? [];
        var text = string.Join('\n', lines.TakeWhile(line => line != "stack backtrace:"));
        return test with
        {
            Message = FailureText.Line(Message(lines) ?? "failed"),
            Details = FailureText.Details(text),
            Line = StackText.Line(text, file),
        };
    }

    private static string? Message(List<string> lines)
    {
        var panic = lines.FindIndex(line => line.StartsWith("thread '", StringComparison.Ordinal));
        if (panic >= 0 && OldPanic().FirstIn(lines[panic]) is { Success: true } old)
        {
            return old.Groups[1].Value;
        }

        var said = lines
            .Skip(panic + 1)
            .Where(line => line.Trim().Length > 0)
            .TakeWhile(line => !line.StartsWith("note: ", StringComparison.Ordinal) && line != "stack backtrace:")
            .Take(3)
            .Select(line => line.Trim());
        return string.Join(' ', said) is { Length: > 0 } message ? message : null;
    }

    private static string NameOf(string told) => Suffix().ReplaceIn(told, "");

    private static int Place(string name) => LineNumber().FirstIn(name) is { Success: true } line ? CargoText.Number(line.Groups[1]) : 0;

    private static TestOutcome OutcomeOf(string word) =>
        word switch
        {
            "ok" => TestOutcome.Passed,
            "FAILED" => TestOutcome.Failed,
            _ => TestOutcome.Skipped,
        };

    [GeneratedRegex(@"^test (\S(?:(?! \.\.\. ).){0,600}) \.\.\. (ok|FAILED|ignored)(?:, .*|\s*<[\d.]+m?s>)?$", RegexOptions.None, 1000)]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^test (\S.{0,600}?) \.\.\. ", RegexOptions.None, 1000)]
    private static partial Regex OpenLine();

    [GeneratedRegex(@"(?:^|[^\w])(ok|FAILED)$", RegexOptions.None, 1000)]
    private static partial Regex EndLine();

    [GeneratedRegex(@"^test result: \w+\. (\d{1,7}) passed; (\d{1,7}) failed; (\d{1,7}) ignored", RegexOptions.None, 1000)]
    private static partial Regex ResultLine();

    [GeneratedRegex(@"^---- (.{1,600}?) (?:stdout|stderr) ----$", RegexOptions.None, 1000)]
    private static partial Regex HeadLine();

    [GeneratedRegex(@" panicked at '(.{1,2000})', \S+:\d+:\d+$", RegexOptions.None, 1000)]
    private static partial Regex OldPanic();

    [GeneratedRegex(@" \(line \d{1,7}\)(?: - (?:compile fail|compile|should panic))?$| - should panic$", RegexOptions.None, 1000)]
    private static partial Regex Suffix();

    [GeneratedRegex(@" \(line (\d{1,7})\)", RegexOptions.None, 1000)]
    private static partial Regex LineNumber();
}
