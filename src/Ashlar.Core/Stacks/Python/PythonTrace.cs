using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Python tracebacks.</summary>
internal static partial class PythonTrace
{
    /// <summary>The exception line: the last line that is not indented and follows a frame; for an assertion without its class name.</summary>
    public static string? Message(string details)
    {
        string? message = null;
        var afterFrame = false;
        foreach (var line in details.Split('\n'))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                afterFrame = true;
            }
            else if (afterFrame && line.Length > 0 && !line.StartsWith("Traceback", StringComparison.Ordinal))
            {
                message = line;
                afterFrame = false;
            }
        }

        message ??= details.Split('\n').FirstOrDefault(line => line.Trim().Length > 0);
        return message is null ? null
            : message.StartsWith("AssertionError: ", StringComparison.Ordinal) ? FailureText.Line(message["AssertionError: ".Length..])
            : FailureText.Line(message);
    }

    /// <summary>The line of the last frame in the given file, else of the last frame in the checkout.</summary>
    public static int? Line(string details, string? file, CheckoutFiles files)
    {
        int? own = null;
        int? last = null;
        foreach (Match match in Frame().OrNone().AllIn(details))
        {
            if (files.Relative(match.Groups[1].Value) is { } path && int.TryParse(match.Groups[2].ValueSpan, out var line))
            {
                last = line;
                own = path == file ? line : own;
            }
        }

        return own ?? last;
    }

    [GeneratedRegex(@"^[ \t]*File ""([^""\n]{1,600})"", line (\d{1,7})", RegexOptions.Multiline, 1000)]
    private static partial Regex Frame();
}
