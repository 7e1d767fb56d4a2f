using System.Text.RegularExpressions;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Replays;
using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed partial class EventKindsTests
{
    [Fact]
    public void Every_kind_of_event_is_folded_and_compared_or_left_out_by_name()
    {
        Assert.Equal([], EventKinds.Forgotten(RunState.Folded.Kinds));
        Assert.Equal([], EventKinds.Forgotten(ComparedSteps.Table.Kinds));
        Assert.Equal([], EventKinds.Forgotten(MissedSteps.Words.Kinds));
    }

    [Fact]
    public void A_kind_that_a_reader_forgets_is_told()
    {
        var table = new EventTable<int, int>(RunJson.Default, (_, _) => 0);
        foreach (var kind in EventKinds.All.Where(kind => kind != typeof(TaskSkipped)))
        {
            typeof(EventTable<int, int>).GetMethod("Ignore")!.MakeGenericMethod(kind).Invoke(table, null);
        }

        Assert.Equal(["TaskSkipped"], EventKinds.Forgotten(table.Kinds));
    }

    [Fact]
    public void Every_kind_of_event_has_a_form_and_is_written_somewhere()
    {
        var code = string.Concat(SourceTree.Code("src").Select(file => file.Text));

        Assert.Equal([], EventKinds.All.Where(kind => RunJson.Default.GetTypeInfo(kind) is null).Select(kind => kind.Name));
        Assert.Equal([], EventKinds.All.Where(kind => !IsMade(kind, code)).Select(kind => kind.Name));
        Assert.False(IsMade(typeof(EventKindsTests), code));
    }

    [Fact]
    public void Names_on_disk_stay_as_they_are() =>
        Assert.Equal(
            [
                "BaselineFinished: baseline.finished",
                "ChangeReverted: change.reverted",
                "CommandStarted: command.started",
                "CommitCreated: commit.created",
                "CommitIntended: effect.intended commit",
                "ConversationCompacted: conversation.compacted",
                "DeviationNoted: deviation.noted",
                "EffectFinished: effect.finished",
                "EscalationAnswered: escalation.answered",
                "EscalationRaised: escalation.raised",
                "ExpectationsMeasured: effect.finished earlier",
                "FixFinished: effect.finished fix",
                "GateFinished: gate.finished",
                "IterationFinished: iteration.finished",
                "LimitReached: limit.reached",
                "PartCompleted: stage.completed",
                "ProofFinished: effect.finished proof",
                "ProviderAdjusted: provider.adjusted",
                "ProviderWaiting: provider.waiting",
                "RebaseIntended: effect.intended rebase",
                "Rebased: effect.finished rebase",
                "ReportSubmitted: report.submitted",
                "ReportVerified: report.verified",
                "ReviewReceived: review.received",
                "ReviewRequested: review.requested",
                "RunFinished: run.finished",
                "RunResumed: run.resumed",
                "RunStarted: run.started",
                "RunWaiting: run.waiting",
                "SetupFinished: setup.finished",
                "TaskCompleted: task.completed",
                "TaskFailed: task.failed",
                "TaskReopened: task.reopened",
                "TaskSkipped: task.skipped",
                "TaskStarted: task.started",
                "TestsSeen: effect.finished tests",
                "ToolFinished: tool.finished",
                "ToolStarted: tool.started",
                "ToolsListed: tools.listed",
                "TreeWritten: effect.finished tree",
                "TurnReceived: turn.received",
                "TurnRequested: turn.requested",
                "UnitFinished: effect.finished unit",
            ],
            EventKinds.All.Select(kind => $"{kind.Name}: {EventKinds.NameOf(kind)}")
        );

    [Fact]
    public void The_name_of_an_event_stands_with_its_record_and_nowhere_else()
    {
        Assert.Equal([], SourceTree.Code("src").SelectMany(file => Named(file.Text).Select(line => $"{file.Path}: {line}")));
        Assert.Equal(
            ["if (entry.Type is \"turn.received\")", "case \"run.waiting\":"],
            Named(
                "if (entry.Type is \"turn.received\")\nnew Problem(\"run.waiting\")\ncase \"run.waiting\":\nstatic string IEvent.Type => \"run.waiting\";"
            )
        );
    }

    private static IEnumerable<string> Named(string text)
    {
        var names = EventKinds.All.Select(kind => EventKinds.NameOf(kind).Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var codes = ErrorCatalog.All.Select(error => error.Code).ToHashSet(StringComparer.Ordinal);
        return text.Split('\n')
            .Select(line => line.Trim())
            .Where(line => !Declaration().IsMatch(line))
            .Where(line =>
                Literal()
                    .Matches(line)
                    .Select(match => match.Groups[1].Value)
                    .Any(name => names.Contains(name) && !(codes.Contains(name) && Problem().IsMatch(line)))
            );
    }

    private static bool IsMade(Type kind, string code) =>
        Regex.IsMatch(code, $@"\bnew {kind.Name}\(|\b{kind.Name}\??>? [A-Za-z<>]+(\(|\s|=>|\{{)[^;]*?\bnew\(");

    [GeneratedRegex("\"([a-z]+\\.[a-z]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    [GeneratedRegex("IEvent\\.Type =>|internal const string (Finished|Intended) =", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    [GeneratedRegex("new(?: Problem)?\\(\"", RegexOptions.CultureInvariant)]
    private static partial Regex Problem();
}
