using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Ids, messages and lines as pytest's users write them, from what its JUnit file says.</summary>
internal static partial class PytestText
{
    /// <summary>
    /// The node id: <c>tests/test_sum.py::TestX::test_cents[1]</c>. The file is the one given, else the longest prefix of the class name
    /// that is a file (pytest writes both as one dotted name).
    /// </summary>
    public static (string Id, string? File) Id(string className, string name, string? file, CheckoutFiles files)
    {
        if (className.Length == 0)
        {
            // A module that could not be collected: its dotted name is the test's name.
            var module = file ?? files.PythonModule(name).File;
            return (module ?? name, module);
        }

        string rest;
        if (file is { Length: > 0 })
        {
            var dotted = file.EndsWith(".py", StringComparison.Ordinal) ? file[..^3].Replace('/', '.') : file.Replace('/', '.');
            rest =
                className == dotted ? ""
                : className.StartsWith(dotted + ".", StringComparison.Ordinal) ? className[(dotted.Length + 1)..]
                : files.PythonModule(className) is { File: not null } inherited ? inherited.Classes
                : className;
            if (files.PythonModule(className) is { File: { } own } && own != file)
            {
                // A test inherited from another module is reported at the place of its definition.
                file = own;
            }
        }
        else
        {
            (file, rest) = files.PythonModule(className);
        }

        if (file is null)
        {
            return ($"{className}::{name}", null);
        }

        var classes = rest.Length == 0 ? "" : rest.Replace(".", "::", StringComparison.Ordinal) + "::";
        return ($"{file}::{classes}{name}", file);
    }

    /// <summary>The assertion or error in one line: the line that says <c>assert …</c>, else the first <c>E</c> line, else the message.</summary>
    public static string? Message(string? message, string details)
    {
        var errors = new List<string>();
        foreach (var line in details.Split('\n'))
        {
            if (
                line.StartsWith("During handling of the above exception", StringComparison.Ordinal)
                || line.StartsWith("The above exception was the direct cause", StringComparison.Ordinal)
            )
            {
                // What ended the test is the last of a chain.
                errors.Clear();
            }

            if (line.StartsWith("E  ", StringComparison.Ordinal))
            {
                errors.Add(line[1..].Trim());
            }
        }

        if (errors.Count == 0)
        {
            return message is { Length: > 0 } ? FailureText.Line(message.Split('\n')[0]) : null;
        }

        var first = WithoutAssertion(errors[0]);
        if (first.StartsWith("assert ", StringComparison.Ordinal) || errors.Count == 1)
        {
            return FailureText.Line(first);
        }

        var assertion = errors.Find(line => line.StartsWith("assert ", StringComparison.Ordinal));
        return FailureText.Line(assertion is null ? first : $"{first}: {assertion}");
    }

    /// <summary>The line of the failure in the test's file, else the last place that is told.</summary>
    public static int? Line(string details, string? file)
    {
        int? own = null;
        int? last = null;
        foreach (Match match in Place().OrNone().AllIn(details))
        {
            if (int.TryParse(match.Groups[2].ValueSpan, out var line))
            {
                last = line;
                if (file is not null && match.Groups[1].Value.EndsWith(file, StringComparison.Ordinal))
                {
                    own = line;
                }
            }
        }

        return own ?? last;
    }

    private static string WithoutAssertion(string line) =>
        line.StartsWith("AssertionError: ", StringComparison.Ordinal) ? line["AssertionError: ".Length..] : line;

    [GeneratedRegex(@"^([^\s:][^:\n]{0,300}\.py):(\d{1,7}): ", RegexOptions.Multiline, 1000)]
    private static partial Regex Place();
}
