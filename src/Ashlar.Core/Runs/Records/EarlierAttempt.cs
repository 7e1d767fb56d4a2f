using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>What an agent is told of the attempts at its task that came before: why they ended, what was red last, what people answered.</summary>
internal static class EarlierAttempt
{
    private const int MostFindings = 10;
    private const int MostFiles = 20;

    /// <summary>The words, or null where nothing came before.</summary>
    /// <param name="past">The journal.</param>
    /// <param name="task">The task.</param>
    /// <param name="attempt">The attempt that begins, from 1.</param>
    /// <param name="artifacts">Where documents are that were handed over with answers.</param>
    public static string? Of(IReadOnlyList<Entry> past, string task, int attempt, ArtifactFolder artifacts)
    {
        if (attempt == 1)
        {
            return null;
        }

        var before = past.Where(entry => string.Equals(entry.Task, task, StringComparison.Ordinal))
            .TakeWhile(entry => entry.As(RunJson.Default.TaskStarted) is not { } started || started.Attempt < attempt)
            .ToList();
        var text = new StringBuilder();
        Failure(before, text);
        Answers(before, artifacts, text);
        return text.Length == 0 ? null : text.ToString();
    }

    private static void Failure(List<Entry> before, StringBuilder text)
    {
        var end = before.LastOrDefault(entry => entry.Is<TaskFailed>() || entry.Is<TaskCompleted>())?.As(RunJson.Default.TaskFailed);
        if (end is null)
        {
            return;
        }

        var begun = before.FindLastIndex(entry => entry.Is<TaskStarted>());
        var own = before.Skip(begun + 1).ToList();
        text.Append(
            $"An attempt before this one failed: {ShownText.Line(end.Problem.Message)}. Its files are not here; begin from BASE.\n"
        );
        if (own.LastOrDefault(entry => entry.Is<IterationFinished>())?.As(RunJson.Default.IterationFinished) is not { } last)
        {
            return;
        }

        if (last.Files.Count > 0)
        {
            text.Append($"It had changed {Listed(last.Files, MostFiles)}.\n");
        }

        var red = own.Select(entry => entry.As(RunJson.Default.GateFinished))
            .OfType<GateFinished>()
            .Where(gate => string.Equals(gate.Tree, last.Tree, StringComparison.Ordinal) && gate.Result.Status != GateStatus.Green)
            .SelectMany(gate => gate.Result.New.Select(finding => $"{gate.Result.Name}  {finding.Key}: {ShownText.Line(finding.Message)}"))
            .Concat(last.Findings.Select(finding => ShownText.Line(finding.Message)))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var line in red.Take(MostFindings).Prepend("What was not green at its end:").Where(_ => red.Count > 0))
        {
            text.Append(line).Append('\n');
        }

        if (red.Count > MostFindings)
        {
            text.Append($"and {red.Count - MostFindings} more\n");
        }
    }

    private static void Answers(List<Entry> before, ArtifactFolder artifacts, StringBuilder text)
    {
        var answers = before
            .Select(entry => entry.As(RunJson.Default.EscalationAnswered))
            .OfType<EscalationAnswered>()
            .ToLookup(answer => answer.Id, StringComparer.Ordinal);
        var raised = before
            .Select(entry => entry.As(RunJson.Default.EscalationRaised))
            .OfType<EscalationRaised>()
            .Where(question => question.Kind is not ("review" or "report" or GateAnswers.Kind));
        foreach (var question in raised)
        {
            if (answers[question.Id].FirstOrDefault() is { } answer)
            {
                text.Append($"In an attempt before this one: {AnswerText.Of(question, answer, granted: false, artifacts)}\n");
            }
        }
    }

    private static string Listed(IReadOnlyList<string> paths, int most) =>
        string.Join(", ", paths.Take(most)) + (paths.Count > most ? $" and {paths.Count - most} more" : "");
}
