using Ashlar.Core;
using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Cli.Rendering;

/// <summary>What is shown beside the steps of a task: the agent's own words, and what did not go well.</summary>
internal static class WorkText
{
    private const int LinesOfWords = 3;
    private const int FindingsShown = 3;
    private const int Widest = 160;

    /// <summary>What the agent itself says while it works, its first lines; what reviewers say is shown as their verdict.</summary>
    public static IEnumerable<string> Words(TurnReceived turn) =>
        turn.Role is not null
            ? []
            : turn
                .Content.OfType<TextBlock>()
                .SelectMany(block => block.Text.Split('\n'))
                .Where(line => !string.IsNullOrWhiteSpace(line))
                .Take(LinesOfWords)
                .Select(line => $"  > {Cut(line.Trim())}");

    /// <summary>A call that a rule refused, or that failed, does not look like one that was done.</summary>
    public static IEnumerable<string> Refusal(ToolFinished finished)
    {
        if (finished.Refusal is { } refusal)
        {
            yield return $"    refused: {Cut(refusal.Message.Text)}";
        }
        else if (finished.IsError)
        {
            yield return $"    failed: {Cut(finished.Content.OfType<TextBlock>().FirstOrDefault()?.Text.Split('\n')[0] ?? "")}";
        }
    }

    /// <summary>How many lines of a file came and went, <c>  +12 −3</c>; empty where that is not known.</summary>
    public static string Lines(ToolFinished finished) =>
        finished.Effects.OfType<FilesChanged>().Select(changed => changed.Lines).FirstOrDefault() is { } lines ? $"  {lines}" : "";

    /// <summary>What a red gate found, its first findings.</summary>
    public static IEnumerable<string> NewFindings(GateResult result, string run)
    {
        foreach (var finding in result.New.Take(FindingsShown))
        {
            var name =
                result.Tests is not null ? $"{finding.Key}: "
                : finding.Path is { } path ? $"{path}{(finding.Line is { } line ? $":{line}" : "")}: "
                : "";
            yield return $"    {Cut(name + finding.Message)}";
        }

        if (result.New.Count > FindingsShown)
        {
            yield return $"    … {result.New.Count - FindingsShown} more: `ashlar logs {run}`";
        }
    }

    private static string Cut(string text)
    {
        var line = ShownText.Line(text);
        return line.Length > Widest ? $"{line[..(Widest - 1)]}…" : line;
    }
}
