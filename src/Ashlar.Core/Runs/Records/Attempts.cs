using System.Globalization;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>Counts what the journal holds of earlier attempts at a task.</summary>
internal static class Attempts
{
    /// <summary>The number of the attempt that is to be made or resumed, from 1.</summary>
    public static int Of(StepLog steps, string task) => Of([.. steps.PastOf<RunResumed>(), .. steps.PastOf<TaskReopened>()], task);

    /// <summary>The same, of a journal that nobody continues now.</summary>
    public static int Of(IReadOnlyList<Entry> past, string task) =>
        1
        + past.Count(entry =>
            (entry.Is<RunResumed>() && string.Equals(entry.Text("retry"), task, StringComparison.Ordinal))
            || (entry.Is<TaskReopened>() && string.Equals(entry.Task, task, StringComparison.Ordinal))
        );

    /// <summary>
    /// How a task was opened again, for this attempt or for one before it that came to nothing; null when it was not. Until it is done again
    /// each attempt is told.
    /// </summary>
    public static TaskReopened? Reopened(StepLog steps, string task, int attempt) =>
        steps
            .PastOf(task)
            .Where(entry => entry.Is<TaskReopened>())
            .Select(entry => entry.Read(RunJson.Default.TaskReopened))
            .LastOrDefault(reopened =>
                int.TryParse(reopened.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first <= attempt
            );

    /// <summary>Counts what all model requests so far cost, as far as prices are known: failed attempts count too.</summary>
    /// <param name="steps">The journal.</param>
    /// <param name="agent">Who answered where the record does not say it.</param>
    /// <param name="budget">What it is counted on.</param>
    public static void AddPastCosts(StepLog steps, string agent, Budget budget)
    {
        foreach (var entry in steps.PastOf<TurnReceived>())
        {
            var turn = entry.Read(RunJson.Default.TurnReceived);
            budget.Add(new Spender(entry.Task!, turn.Agent ?? agent), turn.Cost);
        }
    }

    /// <summary>The number of the last entry by which a person named the model again, else 0.</summary>
    public static long ModelNamedAt(StepLog steps) =>
        steps.PastOf<RunResumed>().LastOrDefault(entry => entry.Read(RunJson.Default.RunResumed).Options?.Model is not null)?.Seq ?? 0;

    /// <summary>How often a tool was called so far.</summary>
    public static int Calls(StepLog steps, string tool) =>
        steps.PastOf<ToolStarted>().Count(entry => string.Equals(entry.Text("name"), tool, StringComparison.Ordinal));
}
