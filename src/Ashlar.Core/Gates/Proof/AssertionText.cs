using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>Tells a failed assertion from an error, by the words of the runners.</summary>
internal static partial class AssertionText
{
    /// <summary>Whether a test failed by an assertion.</summary>
    public static bool Is(TestCase failure)
    {
        var message = failure.Message ?? "";
        if (Sure().IsIn(message))
        {
            return true;
        }

        if (Kind().FirstIn(message) is { Success: true } told)
        {
            return IsAssertion(told.Groups[1].Value);
        }

        if (failure.Outcome == TestOutcome.Error)
        {
            return false;
        }

        // The last error that is named is the one that ended the test; what it was raised from stands before it.
        return Named().LastIn(failure.Details ?? "") is { } last ? IsAssertion(last.Groups[1].Value) : Says().IsIn(message);
    }

    /// <summary>Whether the test's own line, the first in a trace, is an assertion: what it asserts could not be computed.</summary>
    /// <param name="details">The trace.</param>
    /// <param name="file">The test's file.</param>
    /// <param name="source">Its text, or null.</param>
    public static bool Evaluates(string details, string file, string? source)
    {
        if (Marked().FirstIn(details) is { Success: true } marked)
        {
            return Asserts().IsIn(marked.Groups[1].Value);
        }

        if (Frame().FirstIn(details) is { Success: true } frame)
        {
            return Asserts().IsIn(frame.Groups[1].Value);
        }

        var place = BoundedPattern.Of($@"{Regex.Escape(file)}:(\d+):").FirstIn(details);
        var lines = ChangedFile.Lines(source);
        return place.Success
            && int.TryParse(place.Groups[1].ValueSpan, out var line)
            && line <= lines.Length
            && Asserts().IsIn(lines[line - 1].Trim());
    }

    private static bool IsAssertion(string kind) =>
        kind.Contains("Assert", StringComparison.Ordinal)
        || kind.StartsWith("Xunit.", StringComparison.Ordinal)
        || kind is "Failed" or "ComparisonFailure" or "ERR_ASSERTION" or "assert"
        || kind.EndsWith(".Failed", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^assert\b|^Failed\b|expect\(|\bAssert\.\w+|ERR_ASSERTION|DID NOT (?:RAISE|WARN)|^.{1,300} not (?:raised|triggered)(?: by \S+)?$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Sure();

    [GeneratedRegex(
        @"^([A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt|Failed|Failure|Warning|Timeout|DoesNotExist|Http404|NotFound))\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Kind();

    [GeneratedRegex(
        @"^(?:E\s+|  cause: \[?)?((?:assert(?=\s))|Failed|[A-Za-z_][\w.]*(?:Error|Exception|Failed))\b",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Named();

    [GeneratedRegex(
        @"^-?\d+(?:\.\d+)? != |is not true|is not false|expected .* got |\b(?:not equal|!=|not found in|!==|not less|not greater|==|deep-equal|deepEqual)\b|!=",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Says();

    [GeneratedRegex(@"^>\s+(.*)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^[ \t]*File ""[^""\n]+"", line \d+, in test\w*\n\s*(.*)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(?:await\s+|return\s+)?(?:assert\b|self\.assert\w*\(|expect\()", RegexOptions.None, 1000)]
    private static partial Regex Asserts();
}
