using System.Buffers;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Secrets;

/// <summary>
/// <c>KEY=VALUE</c> lines in prose. Lines of scripts look the same, so a line counts as part of an environment block only where
/// its fence, the heading above it or the line before it speaks of the environment.
/// </summary>
internal static partial class EnvironmentBlock
{
    private static readonly SearchValues<char> ShellLetters = SearchValues.Create(" $`<>{}[]()|;\\");

    /// <summary>One line that sets a variable.</summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Value">Its value without quotes and trailing comment.</param>
    /// <param name="Line">From 1.</param>
    /// <param name="InBlock">Whether it is in an environment block and may be set for commands.</param>
    internal sealed record Assignment(string Name, string Value, int Line, bool InBlock);

    /// <summary>All assignments of a text in file order.</summary>
    public static IEnumerable<Assignment> Assignments(string text)
    {
        var heading = false;
        var introduced = false;
        var isSample = false;
        var fence = "";
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = fence.Length > 0 ? "" : line;
                introduced = introduced || EnvironmentWord().IsIn(line);
                continue;
            }

            if (Parse(line, number) is { } assignment)
            {
                yield return assignment with
                {
                    InBlock = (heading || introduced) && !isSample && MayBeSet(assignment),
                };
                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            if (fence.Length == 0 && line[0] == '#')
            {
                heading = EnvironmentWord().IsIn(line);
                introduced = false;
                isSample = SampleWord().IsIn(line);
            }
            else if (line[0] != '#')
            {
                introduced = EnvironmentWord().IsIn(line);
                isSample = SampleWord().IsIn(line);
            }
        }
    }

    /// <summary>Reads the content of a file of <c>KEY=VALUE</c> lines; other lines are given as null with their number.</summary>
    public static IEnumerable<(int Line, Assignment? Assignment)> Lines(string text)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                yield return (number, Parse(line, number));
            }
        }
    }

    private static Assignment? Parse(string line, int number)
    {
        var match = KeyValue().FirstIn(line);
        if (!match.Success)
        {
            return null;
        }

        var value = match.Groups["value"].Value;
        if (value.Length > 1 && value[0] is '"' or '\'' or '`' && value.IndexOf(value[0], 1) is var end && end > 0)
        {
            return new Assignment(match.Groups["name"].Value, value[1..end], number, false);
        }

        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        value = (comment < 0 ? value : value[..comment]).Trim().TrimEnd('`');
        return new Assignment(match.Groups["name"].Value, value, number, false);
    }

    // What a loader, a shell or git obeys is never taken from prose; nor is anything that a shell would have to expand or a person to fill in.
    private static bool MayBeSet(Assignment assignment) =>
        assignment.Value.Length > 0
        && assignment.Value.AsSpan().IndexOfAny(ShellLetters) < 0
        && !assignment.Value.Contains("...", StringComparison.Ordinal)
        && !assignment.Value.Contains('…', StringComparison.Ordinal)
        && !Credential.IsPlaceholder(assignment.Value)
        && !assignment.Value.Equals(assignment.Name, StringComparison.OrdinalIgnoreCase)
        && !NamesAValue().IsIn(assignment.Value)
        && !ObeyedName().IsIn(assignment.Name);

    [GeneratedRegex(
        @"^(?:[-*+]\s+)?`?(?:export\s+)?(?<name>[A-Z][A-Z0-9_]{1,80})\s?=\s?(?<value>\S.*)$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex KeyValue();

    // A word for a value is none.
    [GeneratedRegex(
        "^(?:my|some|the|a)?[-_ ]?(?:values?|val|foo|bar|baz)[0-9]*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex NamesAValue();

    [GeneratedRegex(
        @"\benv(?:ironment)?\b|\.env\b|\bdotenv\b|\benv[ -]?vars?\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex EnvironmentWord();

    // What is to be written down somewhere, or only shows how it looks, is nobody's environment.
    [GeneratedRegex(
        @"\b(?:examples?|e\.g\.|for instance|samples?|templates?|create|copy|add|append|put|looks? like|placeholders?|dummy)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex SampleWord();

    [GeneratedRegex(
        "^(?:PATH|HOME|SHELL|ENV|BASH_ENV|IFS|TMPDIR|USER|LD_.*|DYLD_.*|GIT_.*|PYTHONSTARTUP|PYTHONHOME|NODE_OPTIONS|PERL5OPT|RUBYOPT|JAVA_TOOL_OPTIONS|DOTNET_STARTUP_HOOKS|PROMPT_COMMAND|ASHLAR_.*)$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex ObeyedName();
}
