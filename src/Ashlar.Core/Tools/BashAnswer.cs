using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>The words in which a model is told what a command did.</summary>
internal static partial class BashAnswer
{
    private const int MostPaths = 8;
    internal const string Withheld =
        "(output withheld: commands have secrets here. Gates tell you their parsed results; work from exit codes and files.)";

    /// <summary>The answer without its effects.</summary>
    public static ToolAnswer Of(
        string line,
        CommandOutcome outcome,
        TimeSpan timeout,
        string? artifact,
        ScopeVerdict verdict,
        ToolContext context
    )
    {
        var counted = verdict.Reverted.Where(change => change.Counts).ToList();
        var output = context.WithholdsOutput
            ? Withheld
            : ConsoleText.Clean(Output(outcome.Output, context.Offers("Read") ? artifact : null)).TrimEnd('\n');
        var text = new StringBuilder(First(outcome, timeout, verdict));
        foreach (
            var note in Notes(verdict, counted.Count, context)
                .Append(output)
                .Concat(Hints(line, output, outcome, context))
                .Where(part => part.Length > 0)
        )
        {
            _ = text.Append('\n').Append(note);
        }

        var failed = outcome.ExitCode != 0 || outcome.Ending != CommandEnding.Exited || counted.Count > 0 || verdict.Trouble.Count > 0;
        return new ToolAnswer([new RawText(text.ToString())], failed) { Refusal = counted.Count > 0 ? counted[0].Problem : null };
    }

    /// <summary>The answer about a background command, without its effects.</summary>
    public static ToolAnswer OfBackground(string state, string output, ScopeVerdict verdict, ToolContext context)
    {
        var counted = verdict.Reverted.Where(change => change.Counts).ToList();
        var changed = verdict.Kept.Count == 0 ? "" : $" · changed: {Paths(verdict.Kept.Select(Named))}";
        var shown =
            context.WithholdsOutput ? Withheld
            : output.Length == 0 ? "(no new output)"
            : output;
        string[] parts = [state + changed, .. Notes(verdict, counted.Count, context), shown];
        return new ToolAnswer([new RawText(string.Join('\n', parts))], counted.Count > 0)
        {
            Refusal = counted.Count > 0 ? counted[0].Problem : null,
        };
    }

    /// <summary>What later calls must know.</summary>
    public static IEnumerable<ToolEffect> Effects(string line, ScopeVerdict verdict, ToolContext context)
    {
        if (verdict.Kept.Count > 0)
        {
            yield return new FilesChanged([.. verdict.Kept.Select(change => change.Path)]) { By = context.Mask.Mask(Short(line)) };
        }

        foreach (var rule in verdict.Reverted.GroupBy(change => change.Problem.Message, StringComparer.Ordinal))
        {
            yield return new FilesReverted([.. rule.Select(change => change.Path)], rule.Key);
        }

        // One command is one attempt, however many files it touched.
        if (verdict.Reverted.FirstOrDefault(change => change.Counts) is { } first)
        {
            yield return new ScopeStrike(first.Problem.Message);
        }
    }

    /// <summary>The files that stay changed; there are some.</summary>
    public static string Changed(ScopeVerdict verdict) => $"changed: {Paths(verdict.Kept.Select(Named))}";

    private static string First(CommandOutcome outcome, TimeSpan timeout, ScopeVerdict verdict)
    {
        var ending = outcome.Ending switch
        {
            CommandEnding.TimedOut => $"timed out after {Seconds(timeout)} and killed, with all it started",
            CommandEnding.Killed => "killed",
            CommandEnding.OutputLimit => "killed: it wrote more than a command may",
            _ => $"exit {outcome.ExitCode}",
        };
        var changed = verdict.Kept.Count == 0 ? "" : $" · {Changed(verdict)}";
        return $"{ending} · {Seconds(outcome.Duration)}{changed}";
    }

    /// <summary>What was put back, or left to Ashlar.</summary>
    public static IEnumerable<string> Notes(ScopeVerdict verdict, int counted, ToolContext context)
    {
        var outside = verdict.Reverted.Where(change => change.Counts).ToList();
        if (counted > 0)
        {
            var kept = verdict.Kept.Count == 0 ? "" : $" Kept: {Paths(verdict.Kept.Select(change => change.Path))}.";
            yield return $"This command also changed files outside the scope; undone: {Paths(outside.Select(change => change.Path))} ({PathRules.StrikeText(context, 1)} before the task stops).{kept}";
            foreach (var rule in outside.Select(change => change.Problem.Message).Distinct(StringComparer.Ordinal).Take(4))
            {
                yield return $"Rule: {rule}";
            }

            yield return $"Do the task inside the scope. If it cannot be done without them: Escalate kind=scope-extension, paths=[{Paths(outside.Select(change => change.Path))}], and say why.";
        }

        foreach (var change in verdict.Reverted.Where(change => !change.Counts).Take(4))
        {
            yield return $"Undone: {change.Path} ({change.Problem.Message}). This does not count.";
        }

        foreach (var path in verdict.KeptByAshlar)
        {
            yield return PathRules.Kept(path).Text;
        }

        foreach (var problem in verdict.Trouble.Take(4))
        {
            yield return problem.ToString();
        }
    }

    private static IEnumerable<string> Hints(string line, string output, CommandOutcome outcome, ToolContext context)
    {
        if (
            context.Mounts.Hidden.Count == 0
            && GitWrites().OrNone().IsIn(line)
            && (outcome.ExitCode != 0 || output.Contains(DeniedWrite.ReadOnly, StringComparison.Ordinal))
        )
        {
            var at = context.TaskBase is { } commit ? commit[..Math.Min(commit.Length, 12)] : "HEAD";
            yield return ".git is read-only: commit, add, stash, checkout and restore fail; Ashlar commits. "
                + $"To see code as it was: git show {at}:path. To undo a change of yours, change the file back. "
                + $"To try your tests on the old code: d=$(mktemp -d); git archive {at} | tar -x -C $d; copy them to $d.";
        }
        else if (DeniedWrite.In(output) is { } denied && RuleFor(denied.Path, denied.Why, context) is { } rule)
        {
            yield return $"{rule} chmod, sudo or another path will not help; this does not count.";
        }
    }

    private static string? RuleFor(string written, string why, ToolContext context)
    {
        var files = context.Workspace.Files;
        var name = written.Trim('\'', '"', '`', '‘', '’');
        var path = name.StartsWith('/') || context.Memory.WorkingDirectory.Length == 0 ? name : $"{context.Memory.WorkingDirectory}/{name}";
        var relative = files.Relative(path);
        if (relative.Ok && relative.Value.Length > 0)
        {
            var decision = context.Scope.DecideWrite(relative.Value, context.Existed(relative.Value));
            if (!decision.Allowed)
            {
                return decision.Rule is { Kind: not "hide" } rule
                    ? $"{relative.Value} is outside this task's scope ({rule.Describe()})."
                    : $"{relative.Value} is outside this task's scope.";
            }
        }

        return why == DeniedWrite.ReadOnly ? "Only the repository's files in your scope and $TMPDIR can be written." : null;
    }

    private static string Output(CapturedOutput output, string? artifact)
    {
        if (output.CutBytes == 0)
        {
            return output.Head;
        }

        var whole = artifact is null ? "" : $"; whole output: Read artifact:{artifact}";
        return $"{output.Head.TrimEnd('\n')}\n… {output.CutBytes} of {output.TotalBytes} bytes cut here{whole} …\n{output.Tail.TrimStart('\n')}";
    }

    private static string Named(WorktreeChange change) =>
        change.Kind switch
        {
            WorktreeChangeKind.Deleted => $"{change.Path} (deleted)",
            WorktreeChangeKind.Mode => $"{change.Path} (mode)",
            _ => change.Path,
        };

    private static string Paths(IEnumerable<string> paths)
    {
        var all = paths.ToList();
        return string.Join(", ", all.Take(MostPaths).Select(ShownText.Name))
            + (all.Count > MostPaths ? $" and {all.Count - MostPaths} more" : "");
    }

    private static string Short(string line)
    {
        var first = line.Trim().Split('\n')[0];
        return first.Length > 60 ? first[..60] + "…" : first;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    [GeneratedRegex(
        @"\bgit\b[^\n;&|]*?\s(commit|add|stash|checkout|restore|reset|switch|merge|rebase|pull|fetch|cherry-pick|revert|rm|mv|am|tag|branch|config|init)\b",
        RegexOptions.ExplicitCapture,
        500
    )]
    private static partial Regex GitWrites();
}
