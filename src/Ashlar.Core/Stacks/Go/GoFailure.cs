using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>What a failure of Go says: the first message of a test, the panic, or the first error of the compiler.</summary>
internal static partial class GoFailure
{
    /// <summary>The message of a test that failed, and its line in the test's file.</summary>
    public static (string Message, int? Line) Of(string text, string? file)
    {
        var lines = text.Split('\n');
        foreach (var line in lines)
        {
            if (line.StartsWith("panic: ", StringComparison.Ordinal))
            {
                return (FailureText.Line(line), StackText.Line(text, file));
            }

            if (Told().FirstIn(line) is { Success: true } told)
            {
                return (
                    FailureText.Line(Said(told.Groups[3].Value, lines)),
                    file is null || !file.EndsWith(told.Groups[1].Value, StringComparison.Ordinal)
                        ? StackText.Line(text, file)
                        : int.Parse(told.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
                );
            }
        }

        return (
            Last(text) is { } last && !last.StartsWith("--- ", StringComparison.Ordinal) ? FailureText.Line(last) : "failed",
            StackText.Line(text, file)
        );
    }

    /// <summary>The first place in the repository that the compiler or vet names.</summary>
    /// <param name="lines">What they said.</param>
    /// <param name="files">The checkout.</param>
    /// <param name="folder">The package's folder: paths may begin there.</param>
    public static (string? File, int? Line, string? Message) Place(IReadOnlyList<string> lines, CheckoutFiles files, string? folder)
    {
        foreach (var line in lines)
        {
            if (Error().FirstIn(line) is not { Success: true } error)
            {
                continue;
            }

            var path = files.Relative(error.Groups[1].Value);
            var name = error.Groups[1].Value[(error.Groups[1].Value.LastIndexOf('/') + 1)..];
            var own = folder is { Length: > 0 } ? $"{folder}/{name}" : name;
            var file =
                files.Exists(own) ? own
                : path is not null && files.Exists(path) ? path
                : null;
            if (file is not null)
            {
                return (
                    file,
                    int.Parse(error.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                    error.Groups[3].Value
                );
            }
        }

        return (null, null, null);
    }

    /// <summary>The last line that is not about the package as a whole.</summary>
    public static string? Last(string text) =>
        text.Split('\n')
            .Select(line => line.Trim())
            .LastOrDefault(line =>
                line.Length > 0
                && line != "FAIL"
                && !line.StartsWith("FAIL\t", StringComparison.Ordinal)
                && !line.StartsWith("=== ", StringComparison.Ordinal)
            );

    /// <summary>testify and its like write the place alone, and the message below it.</summary>
    private static string Said(string first, string[] lines)
    {
        if (first.Trim().Length > 0)
        {
            return first;
        }

        var error = Array.FindIndex(lines, line => line.TrimStart().StartsWith("Error:", StringComparison.Ordinal));
        return error < 0
            ? "failed"
            : string.Join(
                ' ',
                lines
                    .Skip(error)
                    .TakeWhile((line, index) => index == 0 || !Label().IsIn(line))
                    .Select(line => line.Trim().Replace("Error:", "", StringComparison.Ordinal).Trim())
                    .Where(line => line.Length > 0)
                    .Take(4)
            );
    }

    [GeneratedRegex(@"^\s+([^\s:]{1,300}\.go):(\d{1,7}):(.*)$", RegexOptions.None, 1000)]
    private static partial Regex Told();

    [GeneratedRegex(@"^(?:vet: )?([^\s:]{1,600}\.go):(\d{1,7}):(?:\d{1,7}:)? (.{1,2000})$", RegexOptions.None, 1000)]
    private static partial Regex Error();

    [GeneratedRegex(@"^\s+(?:Test|Messages|Error Trace):", RegexOptions.None, 1000)]
    private static partial Regex Label();
}
