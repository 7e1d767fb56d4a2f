using System.Globalization;
using Ashlar.Core;
using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Cli.Rendering;

/// <summary>A gate's result as a line for people: name, verdict, command and where it comes from, counts, time.</summary>
internal static class GateLine
{
    private const int Shown = 3;
    private const int Longest = 100;

    /// <summary>The columns of a gate that ran.</summary>
    public static string[] Columns(GateSetting gate, GateResult result) =>
        Columns(gate, Word(result), Told(result), result.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s");

    /// <summary>The columns of a gate that could not run.</summary>
    public static string[] Columns(GateSetting gate, Problem problem) => Columns(gate, "env", ShownText.Line(problem.Message), "");

    // What was found stands before the command, so that a narrow terminal breaks the line where it matters least.
    private static string[] Columns(GateSetting gate, string word, string told, string time) =>
        [$"  {gate.Name}", word, told, Short(gate.Run), $"({Source(gate)})", time];

    /// <summary>A command in a table: of a long one its beginning and its end, where the tool stands. Documents have the whole.</summary>
    public static string Short(string command)
    {
        var line = ShownText.Line(command);
        return line.Length <= Longest ? line : $"{line[..(Longest / 3)].TrimEnd()} … {line[^(Longest * 2 / 3)..].TrimStart()}";
    }

    /// <summary>The first things that a gate found wrong, one line each.</summary>
    public static IEnumerable<string> Wrong(TrialRow row)
    {
        if (row.Result is not { } result || Word(result) != "red")
        {
            yield break;
        }

        IReadOnlyList<Finding> all = [.. result.New, .. result.Known];
        foreach (var finding in all.Take(Shown))
        {
            var place = finding.Rule is null ? finding.Key : GateLine.Place(finding);
            yield return ShownText.Line($"{row.Gate.Name}: {place}: {finding.Message}");
        }

        if (all.Count > Shown)
        {
            yield return $"{row.Gate.Name}: and {all.Count - Shown} more";
        }
    }

    private static string Place(Finding finding) => finding.Line is { } line ? $"{finding.Path}:{line}" : finding.Path ?? finding.Key;

    /// <summary>A part of the repository that no gate tests.</summary>
    public static string Uncovered(UncoveredPart part) => ShownText.Line($"no gate runs the tests of {part}");

    /// <summary>The file and line that a gate comes from.</summary>
    public static string Source(GateSetting gate) =>
        gate.SourcePath is null ? "built in"
        : gate.SourceLine is null ? gate.SourcePath
        : $"{gate.SourcePath}:{gate.SourceLine}";

    /// <summary>The verdict: <c>env</c> for a gate that can tell nothing.</summary>
    public static string Word(GateResult result) =>
        result.Inability is not null || result.Status == GateStatus.Env ? "env"
        : result.Status == GateStatus.Green ? "green"
        : "red";

    /// <summary>What it found, or why it can tell nothing.</summary>
    public static string Told(GateResult result) =>
        result.Inability is { } inability ? ShownText.Line(inability.Why)
        : result.IsExitOnly ? "only its exit code is read"
        : GateFindingsText.Outcome(result);
}
