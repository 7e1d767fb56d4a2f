using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>The counts that a test runner prints at its end: pytest, unittest and Django, <c>node --test</c>, jest and vitest, <c>dotnet test</c>.</summary>
/// <param name="Passing">Tests that passed.</param>
/// <param name="Failing">Tests that failed or had an error.</param>
/// <param name="Skipped">Tests that were skipped or failed as expected.</param>
public sealed partial record TestSummary(int Passing, int Failing, int Skipped)
{
    /// <summary>The last summary in an output, or null when there is none.</summary>
    public static TestSummary? Of(string output) =>
        Unittest(output)
        ?? Node(output)
        ?? Jest(output)
        ?? Dotnet(output)
        ?? Pytest(output)
        ?? Mocha(output)
        ?? Uvu(output)
        ?? Playwright(output);

    private static TestSummary? Pytest(string output)
    {
        if (PytestLine().OrNone().LastIn(output) is not { } line)
        {
            return null;
        }

        int Count(params string[] names) =>
            PytestCount()
                .OrNone()
                .AllIn(line.Value)
                .Where(match => names.Contains(match.Groups[2].Value, StringComparer.Ordinal))
                .Sum(match => Number(match.Groups[1]));
        return new TestSummary(Count("passed", "xpassed"), Count("failed", "error", "errors"), Count("skipped", "xfailed"));
    }

    private static TestSummary? Unittest(string output)
    {
        if (UnittestLine().OrNone().LastIn(output) is not { } line)
        {
            return null;
        }

        int Count(string name) =>
            BoundedPattern.Of($@"(?<!un){name}=(\d+)").OrNone().FirstIn(line.Value) is { Success: true } match
                ? Number(match.Groups[1])
                : 0;
        var failing = Count("failures") + Count("errors") + Count("unexpected successes");
        var skipped = Count("skipped") + Count("expected failures");
        return new TestSummary(Number(line.Groups[1]) - failing - skipped, failing, skipped);
    }

    private static TestSummary? Node(string output)
    {
        int? Count(string name) =>
            BoundedPattern.Of($@"^(?:#|ℹ) {name} +(\d+)\r?$", RegexOptions.Multiline).OrNone().LastIn(output) is { } match
                ? Number(match.Groups[1])
                : null;
        return Count("pass") is { } passing
            ? new TestSummary(passing, (Count("fail") ?? 0) + (Count("cancelled") ?? 0), (Count("skipped") ?? 0) + (Count("todo") ?? 0))
            : null;
    }

    private static TestSummary? Jest(string output)
    {
        if (JestLine().OrNone().LastIn(output) is not { } line)
        {
            return null;
        }

        int Count(string name) =>
            BoundedPattern.Of($@"(\d+) {name}\b").OrNone().FirstIn(line.Value) is { Success: true } match ? Number(match.Groups[1]) : 0;
        return new TestSummary(Count("passed"), Count("failed"), Count("skipped") + Count("todo"));
    }

    /// <summary><c>3 passing (5ms)</c>, <c>1 pending</c>, <c>2 failing</c>, each on a line.</summary>
    private static TestSummary? Mocha(string output)
    {
        int? Count(string name, string behind) =>
            BoundedPattern.Of($@"^\s*(\d+) {name}{behind}\r?$", RegexOptions.Multiline).OrNone().LastIn(output) is { } match
                ? Number(match.Groups[1])
                : null;
        return Count("passing", @" \(\S+\)") is { } passing
            ? new TestSummary(passing, Count("failing", "") ?? 0, Count("pending", "") ?? 0)
            : null;
    }

    private static TestSummary? Uvu(string output)
    {
        int? Count(string name) =>
            BoundedPattern.Of($@"^\s+{name}:\s+(\d+)\r?$", RegexOptions.Multiline).OrNone().LastIn(output) is { } match
                ? Number(match.Groups[1])
                : null;
        return Count("Total") is { } total && Count("Passed") is { } passed && Count("Skipped") is { } skipped
            ? new TestSummary(passed, total - passed, skipped)
            : null;
    }

    /// <summary><c>3 passed (1.2s)</c>, <c>1 failed</c>, <c>2 skipped</c>, each on a line.</summary>
    private static TestSummary? Playwright(string output)
    {
        int? Count(string name, string behind) =>
            BoundedPattern.Of($@"^\s+(\d+) {name}{behind}\r?$", RegexOptions.Multiline).OrNone().LastIn(output) is { } match
                ? Number(match.Groups[1])
                : null;
        var failed = Count("failed", "");
        return Count("passed", @" \(\S+\)") is { } passed ? new TestSummary(passed, failed ?? 0, Count("skipped", "") ?? 0) : null;
    }

    private static TestSummary? Dotnet(string output) =>
        DotnetLine().OrNone().AllIn(output) is { Count: > 0 } lines
            ? new TestSummary(Sum(lines, "passed"), Sum(lines, "failed"), Sum(lines, "skipped"))
            : null;

    private static int Sum(IReadOnlyList<Match> lines, string group) => lines.Sum(line => Number(line.Groups[group]));

    private static int Number(Group group) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        @"^=*[ \t]*(?:\d+ (?:passed|failed|skipped|errors?|xfailed|xpassed|deselected|warnings?)(?:, )?)+ in \d[\d.]*s.*$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex PytestLine();

    [GeneratedRegex(@"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b", RegexOptions.None, 1000)]
    private static partial Regex PytestCount();

    [GeneratedRegex(@"^Ran (\d+) tests? in [\d.]+s\s+^(?:OK|FAILED)[^\n]*", RegexOptions.Multiline, 1000)]
    private static partial Regex UnittestLine();

    [GeneratedRegex(@"^[ \t]*Tests:?[ \t]+(?:\d+ \w+(?:, | \| )?)+.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex JestLine();

    [GeneratedRegex(
        @"(?:Passed|Failed)!\s+- Failed:\s+(?<failed>\d+), Passed:\s+(?<passed>\d+), Skipped:\s+(?<skipped>\d+)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex DotnetLine();
}
