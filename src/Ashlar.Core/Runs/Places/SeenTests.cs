using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Places;

/// <summary>The test runs that an agent made by itself, with the tree that each ran on: a report may tell their numbers (contract section 6).</summary>
/// <param name="steps">Recorded steps.</param>
/// <param name="task">The task's id.</param>
/// <param name="prefix">What the keys of the attempt's steps begin with.</param>
internal sealed class SeenTests(StepLog steps, string task, string prefix)
{
    private readonly List<(long Seq, TestsSeen Tests)> seen =
    [
        .. steps
            .PastOf(task)
            .Where(entry => entry.Is<TestsSeen>() && entry.Text("key") is { } key && key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => (entry.Seq, entry.Read(RunJson.Default.TestsSeen))),
    ];

    private long until = long.MaxValue;

    /// <summary>Notes a call that was just executed, when it ran tests.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="key">Its step.</param>
    /// <param name="root">The worktree, where scripts of package.json are looked up.</param>
    /// <param name="tree">Makes the tree of the present files.</param>
    public async Task NoteAsync(ToolCall call, MaskedAnswer answer, string key, string root, Func<Task<string>> tree)
    {
        if (
            call.Name is not "Bash"
            || CallReading.Of(call, Command).Value is not { } command
            || !StackCatalog.All.Resolve(command, root).IsTest
            || TestSummary.Of(string.Concat(answer.Content.OfType<TextBlock>().Select(block => block.Text))) is not { } counts
        )
        {
            return;
        }

        var body = new TestsSeen(
            $"{key}/tests",
            "tests",
            await tree().ConfigureAwait(false),
            counts.Passing,
            counts.Failing,
            counts.Skipped
        );
        var entry = steps.PastEntry<EffectFinished>(task, body.Key) ?? steps.Record(task, body);
        seen.Add((entry.Seq, body));
    }

    private static Reading<string> Command(JsonElement input) =>
        new(input.TryGetProperty("command", out var line) && line.ValueKind == JsonValueKind.String ? line.GetString() : null, []);

    /// <summary>A report was handed in: what was recorded after it, in an earlier execution, does not speak for it.</summary>
    /// <param name="number">The report's number, from 1.</param>
    public void Reported(int number) => until = steps.PastEntry<ReportSubmitted>(task, $"{prefix}report/{number}")?.Seq ?? long.MaxValue;

    /// <summary>The runs on a tree.</summary>
    public IReadOnlyList<TestRun> On(string tree) =>
        [
            .. seen.Where(run => run.Seq < until && string.Equals(run.Tests.Tree, tree, StringComparison.Ordinal))
                .Select(run => Run(run.Tests)),
        ];

    private static TestRun Run(TestsSeen tests) =>
        new([
            .. Cases(tests.Passing, TestOutcome.Passed),
            .. Cases(tests.Failing, TestOutcome.Failed),
            .. Cases(tests.Skipped, TestOutcome.Skipped),
        ]);

    private static IEnumerable<TestCase> Cases(int count, TestOutcome outcome) =>
        Enumerable.Range(1, count).Select(number => new TestCase($"{outcome} {number}", outcome));
}
