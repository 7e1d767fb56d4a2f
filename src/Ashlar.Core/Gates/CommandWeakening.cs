using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates;

/// <summary>Commands that judge and that a change lets see less: scripts of package.json, lines of a Makefile or a workflow.</summary>
internal static partial class CommandWeakening
{
    /// <summary>Options that keep tests or findings out.</summary>
    public static IEnumerable<string> Narrowings(string line) => Narrowing().AllIn(line).Select(match => match.Value.Trim());

    /// <summary>Options whose loss lets a gate see less.</summary>
    public static IEnumerable<string> Demands(string line) => Demand().AllIn(line).Select(match => match.Value.Trim());

    /// <summary>Whether a command judges less than the one that it replaces.</summary>
    public static bool Weaker(GateCommand before, string? after)
    {
        if (after is null || Always().IsIn(after) && !Always().IsIn(before.Line))
        {
            return true;
        }

        var now = GateCommand.Parse(after);
        return now.Kind != before.Kind
            || Narrowing().CountIn(after) > Narrowing().CountIn(before.Line)
            || Demands(before.Line).Any(option => !after.Contains(option, StringComparison.Ordinal))
            || (Places(before).Count == 0 ? Places(now).Count > 0 : Places(before).Except(Places(now), StringComparer.Ordinal).Any());
    }

    /// <summary>Lines of a file of commands that ran a known tool and no longer do, or do less.</summary>
    public static IEnumerable<Finding> InLines(ChangedFile file)
    {
        var (old, now) = (Commands(file.Before), Commands(file.After));
        foreach (var line in old.Where(line => !now.Contains(line, StringComparer.Ordinal)))
        {
            var command = GateCommand.Parse(line);
            var same = now.Where(other => GateCommand.Parse(other).Kind == command.Kind).ToList();
            if (same.Count == 0 || same.TrueForAll(other => Weaker(command, other)))
            {
                yield return Weakening.Finding(file, 1, $"it no longer runs `{line}`");
            }
        }
    }

    private static List<string> Commands(string? text) =>
        [
            .. ChangedFile
                .Lines(text)
                .Select(line => Mark().ReplaceIn(line.Trim(), ""))
                .Where(line => line.Length is > 2 and < 500 && GateCommand.Parse(line).Kind != GateKind.Other),
        ];

    /// <summary>What a command is restricted to.</summary>
    private static List<string> Places(GateCommand command) =>
        [
            .. command
                .Words.Skip(1)
                .Where(word => !word.StartsWith('-') && word is not ("discover" or "run" or "test" or "." or "check" or "||" or "true")),
        ];

    [GeneratedRegex(@"\|\|\s*(?:true\b|:|exit 0)|;\s*(?:true\b|exit 0|:\s*$)|\bset \+e\b", RegexOptions.None, 1000)]
    private static partial Regex Always();

    [GeneratedRegex(@"^(?:-\s*)?(?:run:\s*|script:\s*|commands?\s*=\s*|session\.run\(|[-@]+\s*)+|^- ", RegexOptions.None, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(
        @"(?:^|\s)(?:--ignore(?:-glob)?[= ]\S+|--deselect[= ]\S+|-k[ =]?(?:'[^']*'|\S+)|-m[ =](?:'[^']*'|""[^""]*""|(?!pytest|unittest|mypy|flake8|black|isort|ruff|pylint|coverage)\S+)|--maxfail[= ]\d+|-x\b|--exitfirst|--co\b|--collect-only|--no-cov|--lf\b|--last-failed|--sw\b|--stepwise|-p no:\S+|--testPathIgnorePatterns\S*|--testPathPattern\S*|--testNamePattern\S*|-t [^-]\S*|--passWithNoTests|--pass-with-no-tests|--exit-zero|--no-error-on-unmatched-pattern|--quiet\b|--test-name-pattern\S*|--test-skip-pattern\S*|--test-only|--bail|--exclude[= ]\S+)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Narrowing();

    [GeneratedRegex(
        @"(?:^|\s)(?:--cov(?:erage)?\b(?!-)|--check-coverage|--strict\b|--strict-\w+|--max-warnings[= ]\d+|--runxfail|-W\s?error\S*|--ci\b)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Demand();
}
