using Ashlar.Core.Conversations;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

/// <summary>
/// Which effect each kind of entry records, and which tests kill a run between the two. An entry of which nothing outside of the run's own folder is
/// changed before it is written has none: a run that is killed in between does the work again.
/// </summary>
public sealed class CrashPointTests
{
    private const string AnyLine = "KilledAtAnyLine.A_run_that_is_killed_after_any_line_of_its_journal_ends_like_one_that_is_not";
    private const string AnyEffect = "KilledAfterAnyEffect.A_run_that_is_killed_between_an_effect_and_its_record_ends_like_one_that_is_not";
    private const string InPlace = "KilledInPlace.A_run_that_is_killed_in_the_checkout_ends_like_one_that_is_not";
    private const string Together = "KilledInBetween.A_run_that_is_killed_between_an_effect_and_its_record_comes_to_the_same_commits";
    private const string CutOff = "CutOffCommands.A_command_that_was_cut_off_is_undone_and_run_again";

    private static readonly Dictionary<Type, (string Effect, string[] Tests)> Effects = new()
    {
        [typeof(RunStarted)] = (
            "worktrees, the branch and the run's folder are laid out",
            [AnyEffect, InPlace, "BetweenExecutions.A_run_that_ended_between_its_record_and_its_branch_begins_there"]
        ),
        [typeof(CommitIntended)] = ("the tree and the commit are written", [AnyEffect, AnyLine]),
        [typeof(CommitCreated)] = ("the branch is moved to a commit with change, log and tick", [AnyEffect, InPlace]),
        [typeof(TaskCompleted)] = ("the checkout in place is brought to the branch, a worktree goes", [InPlace, AnyEffect]),
        [typeof(PartCompleted)] = (
            "work of one agent is kept for the next",
            ["Pipelines.A_run_that_is_killed_between_two_agents_ends_like_one_that_was_not"]
        ),
        [typeof(RebaseIntended)] = ("both sides are merged in an index", [Together]),
        [typeof(Rebased)] = ("the worktree stands on what landed meanwhile", [Together]),
        [typeof(TreeWritten)] = ("a tree is held by a ref", [AnyEffect]),
        [typeof(ToolFinished)] = ("a tool or command changed the worktree", [CutOff, AnyLine]),
        [typeof(ChangeReverted)] = ("what was not allowed is undone and kept under a ref", [AnyEffect]),
        [typeof(FixFinished)] = ("a command of the gate changed the worktree", [CutOff]),
        [typeof(EffectFinished)] = (
            "branch or pull request left the machine, documents of an answer are on the branch",
            [
                "Handoffs.A_run_that_is_killed_between_a_push_and_its_record_pushes_again_and_is_done",
                "Handoffs.A_run_that_is_killed_between_a_pull_request_and_its_record_opens_no_second_one",
                "DocumentsOfAnswers.Killed_between_the_commit_and_its_records_a_run_ends_like_one_that_was_not",
            ]
        ),
        [typeof(EscalationAnswered)] = (
            "an answer is taken from where people leave it",
            ["MailboxTests.An_answer_that_was_recorded_before_the_crash_is_not_recorded_again"]
        ),
        [typeof(TaskReopened)] = (
            "a tick is taken back on the branch",
            ["Redo.A_redo_that_is_killed_at_any_line_of_the_journal_is_finished_by_resume"]
        ),
        [typeof(RunFinished)] = (
            "an undoing drops the branch and brings the checkout back",
            ["KilledInPlace.An_undoing_that_is_killed_in_the_checkout_is_finished_by_doing_it_again", AnyLine]
        ),
        [typeof(TurnReceived)] = (
            "an answer was paid for",
            [AnyLine, "DeadProcesses.A_process_that_dies_fails_and_its_run_is_not_running_and_can_be_resumed"]
        ),
        [typeof(CommandStarted)] = ("a process runs", [CutOff]),
    };

    private static readonly Type[] OnlyTold =
    [
        typeof(BaselineFinished),
        typeof(ConversationCompacted),
        typeof(DeviationNoted),
        typeof(EscalationRaised),
        typeof(ExpectationsMeasured),
        typeof(GateFinished),
        typeof(IterationFinished),
        typeof(LimitReached),
        typeof(ProofFinished),
        typeof(ProviderAdjusted),
        typeof(ProviderWaiting),
        typeof(ReportSubmitted),
        typeof(ReportVerified),
        typeof(ReviewReceived),
        typeof(ReviewRequested),
        typeof(RunResumed),
        typeof(RunWaiting),
        typeof(SetupFinished),
        typeof(TaskFailed),
        typeof(TaskSkipped),
        typeof(TaskStarted),
        typeof(TestsSeen),
        typeof(ToolStarted),
        typeof(ToolsListed),
        typeof(TurnRequested),
        typeof(UnitFinished),
    ];

    [Fact]
    public void Every_kind_of_entry_says_whether_it_records_an_effect() =>
        Assert.Equal(
            EventKinds.All.Select(kind => kind.Name),
            Effects.Keys.Concat(OnlyTold).Select(kind => kind.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_effect_has_a_test_that_kills_a_run_before_it_is_recorded()
    {
        var code = SourceTree
            .Code("tests")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file.Path) + "\n" + file.Path, file => file.Text);

        Assert.Equal([], Effects.Values.SelectMany(effect => effect.Tests).Where(test => !Exists(code, test)).Distinct());
        Assert.All(Effects.Values, effect => Assert.NotEmpty(effect.Tests));
        Assert.False(Exists(code, "KilledAtAnyLine.Nothing_of_the_kind"));
    }

    private static bool Exists(Dictionary<string, string> code, string test) =>
        test.Split('.') is [var type, var method]
        && code.Any(file =>
            file.Key.StartsWith(type + "\n", StringComparison.Ordinal) && file.Value.Contains($" {method}(", StringComparison.Ordinal)
        );
}
