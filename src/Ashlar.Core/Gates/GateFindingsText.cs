using System.Text;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>One gate cycle as it is told to the model.</summary>
public sealed record GateCycle
{
    /// <summary>Results of the gates, compared with the baseline.</summary>
    public required IReadOnlyList<GateResult> Results { get; init; }

    /// <summary>Findings that no command made: scope, tests, placeholders, judge's inputs. Each message is whole, with its way out.</summary>
    public IReadOnlyList<Finding> Others { get; init; } = [];

    /// <summary>Points that the author may keep by declaring or explaining them, as text with the way out; empty for none.</summary>
    public string Points { get; init; } = "";

    /// <summary>The number of this cycle, from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>How many cycles there may be.</summary>
    public required int Iterations { get; init; }

    /// <summary>What the model's own last run of a gate's command showed, by the gate's name: <c>at turn 7 had 29 passed</c>.</summary>
    public IReadOnlyDictionary<string, string> OwnRuns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Files that the model wrote and git ignores, so that gates do not see them.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The path at which the model may read an artifact, by its hash; null when it cannot.</summary>
    public Func<string, string>? OutputPath { get; init; }

    /// <summary>The call by which the gates are run again.</summary>
    public string Again { get; init; } = "Report";

    /// <summary>Whether nothing stands against the work.</summary>
    public bool IsGreen =>
        Others.Count == 0 && Points.Length == 0 && Results.All(result => result.Status is GateStatus.Green or GateStatus.Known);

    /// <summary>The gates that could not run.</summary>
    public IReadOnlyList<GateResult> Faults => [.. Results.Where(result => result.Status == GateStatus.Env)];
}

/// <summary>The message that tells a model why its work was not accepted: id, assertion, place, and what to do.</summary>
public static class GateFindingsText
{
    private const int Shown = 10;

    /// <summary>The text for a cycle that is not green.</summary>
    public static string NotGreen(GateCycle cycle)
    {
        var text = new StringBuilder();
        var isOnlyPoints =
            cycle.Points.Length > 0
            && cycle.Others.Count == 0
            && cycle.Results.All(result => result.Status is GateStatus.Green or GateStatus.Known);
        text.Append(
            $"{(isOnlyPoints ? "Not done yet: gates are green, points are open" : "Gates: not green")} (iteration {cycle.Iteration} of {cycle.Iterations}). Your files are as you left them.\n"
        );
        foreach (var result in cycle.Results.Where(result => result.Status != GateStatus.Green || result.Flaky.Count > 0))
        {
            Gate(text, result, cycle);
        }

        foreach (var finding in cycle.Others)
        {
            text.Append(finding.Message).Append('\n');
        }

        text.Append(cycle.Points);
        var count = cycle.Results.Sum(result => result.New.Count) + cycle.Others.Count;
        var isOnlyFailures = cycle.Others.Count == 0 && cycle.Points.Length == 0;
        text.Append(
            count switch
            {
                0 when isOnlyFailures => $"Then {cycle.Again} again.",
                1 when isOnlyFailures => $"Fix the new failure, then {cycle.Again} again.",
                _ when isOnlyFailures => $"Fix the {count} new failures, then {cycle.Again} again.",
                _ => $"Deal with each, then {cycle.Again} again.",
            }
        );
        return text.ToString();
    }

    /// <summary>How a gate ended in a few words: <c>exit 1: 27 passed, 2 failed</c>; no more than <c>exit 0</c> where only that is read.</summary>
    public static string Outcome(GateResult result)
    {
        if (result.Status == GateStatus.Env)
        {
            return $"could not run: {result.Fault}";
        }

        var told = result.Tests is { } tests
            ? string.Join(
                ", ",
                new[] { (tests.Passing, "passed"), (tests.Failing, "failed"), (tests.Skipped, "skipped") }
                    .Where(part => part.Item1 > 0)
                    .Select(part => $"{part.Item1} {part.Item2}")
                    .DefaultIfEmpty("no test run")
            )
            : (result.New.Count + result.Known.Count) switch
            {
                0 => "no findings",
                1 => "1 finding",
                var many => $"{many} findings",
            };
        return result.ExitCode is not { } exit ? told
            : result.IsExitOnly ? $"exit {exit}"
            : $"exit {exit}: {told}";
    }

    private static void Gate(StringBuilder text, GateResult result, GateCycle cycle)
    {
        text.Append($"{result.Name}  `{result.Run}`  {Outcome(result)}\n");
        Findings(text, "new", result.New, "");
        Findings(text, "known", result.Known, KnownRemark(result));
        foreach (var test in result.Flaky.Take(Shown))
        {
            text.Append($"  flaky  {test}   failed and then passed on the same files; it proves nothing\n");
        }

        if (result.Status != GateStatus.Red)
        {
            return;
        }

        if (result.New.Count > 0 && result.Absent.Count > 0)
        {
            text.Append(
                $"Not installed: {string.Join(", ", result.Absent)}. Commands have no network. Do without, or, if the work needs it: Escalate kind=scope-extension, and say which command fetches it\n"
            );
        }

        if (cycle.OwnRuns.TryGetValue(result.Name, out var own))
        {
            text.Append($"Your own run of this command {own}. Gates see only what git would commit{Ignored(cycle)}\n");
        }
        else if (cycle.Ignored.Count > 0)
        {
            text.Append($"Gates see only what git would commit{Ignored(cycle)}\n");
        }

        if (result.Output is { } hash && cycle.OutputPath is { } path)
        {
            text.Append($"Whole output: Read {path(hash)}\n");
        }
    }

    private static string Ignored(GateCycle cycle) =>
        cycle.Ignored.Count == 0 ? "."
        : cycle.Ignored.Count <= Shown ? $"; ignored: {string.Join(", ", cycle.Ignored)}"
        : $"; ignored: {string.Join(", ", cycle.Ignored.Take(Shown))} and {cycle.Ignored.Count - Shown} more";

    private static string KnownRemark(GateResult result) =>
        result.Tests is null ? "there on the base too; leave it" : "fails on the base too; leave it. In Report, count it as failing";

    private static void Findings(StringBuilder text, string label, IReadOnlyList<Finding> findings, string remark)
    {
        foreach (var finding in findings.Take(Shown))
        {
            var place =
                finding.Path is null ? null
                : finding.Line is null ? finding.Path
                : $"{finding.Path}:{finding.Line}";
            var lead = $"  {label, -5}  ";
            if (remark.Length > 0)
            {
                text.Append($"{lead}{(finding.Rule is null ? finding.Key : $"{place} {finding.Message}")}   {remark}\n");
            }
            else if (IsTest(finding))
            {
                text.Append(
                    $"{lead}{finding.Key}\n           {finding.Message}{(place is null ? "" : $"   ({place}{Raised(finding)})")}\n"
                );
            }
            else
            {
                text.Append($"{lead}{(place is null ? "" : place + "  ")}{finding.Message}\n");
                Tail(text, finding);
            }
        }

        if (findings.Count > Shown)
        {
            text.Append($"  and {findings.Count - Shown} more of the same kind\n");
        }
    }

    private static string Raised(Finding finding) => finding.RaisedAt is { } place ? $"; raised at {place}" : "";

    /// <summary>A finding about an unreadable result carries the end of the output in place of a rule.</summary>
    private static void Tail(StringBuilder text, Finding finding)
    {
        if (finding.Key == "results" && finding.Rule is { Length: > 0 } tail)
        {
            foreach (var line in tail.Split('\n'))
            {
                text.Append("         | ").Append(line).Append('\n');
            }
        }
    }

    private static bool IsTest(Finding finding) =>
        finding.Rule is null
        && finding.Key is not ("no-tests" or "all-skipped" or "timeout" or "exit-green")
        && !finding.Key.StartsWith("exit:", StringComparison.Ordinal);
}
