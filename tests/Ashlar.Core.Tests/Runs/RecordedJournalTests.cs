using System.Security.Cryptography;
using System.Text;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

/// <summary>
/// A journal as a released form has written it: two agents of a pipeline, a review, a question and its answer. It must stay readable; it
/// is never written again.
/// </summary>
public sealed class RecordedJournalTests
{
    private static readonly byte[] FormOne = File.ReadAllBytes(
        Path.Combine(SourceTree.Root, "tests/Ashlar.Core.Tests/Runs/Journals/form-1.jsonl")
    );

    [Fact]
    public void A_journal_of_the_first_form_is_whole_and_tells_the_same_run()
    {
        var content = JournalReader.Parse(FormOne);

        Assert.Null(content.Damage);
        var state = RunState.Of(content.Entries);
        Assert.Equal(("done", 0, "rates", 7), (state.State, state.ExitStatus, state.Started?.Branch, state.Turns));
        var task = Assert.Single(state.Tasks);
        Assert.Equal(("1", "done", "red-green"), (task.Id, task.State, task.Proof));
        Assert.Equal(["tests/test_rates.py", "src/rates.py"], task.Files);
        var question = Assert.Single(state.Escalations);
        Assert.Equal(("E1", "interface-deviation", "EUR"), (question.Raised.Id, question.Raised.Kind, question.Answer?.Text.Text));
        var report = Assert.Single(RunReports.Of(content.Entries));
        Assert.True(report.Verification.Verified);
        Assert.Equal((3, 3), (report.Verification.Tests!.Total, report.Verification.Tests.Passing));
    }

    [Fact]
    public void Types_and_fields_of_a_later_version_change_nothing()
    {
        var before = JournalReader.Parse(FormOne).Entries;
        var last = SHA256.HashData(before[^1].Line);
        var line =
            $"{{\"seq\":{before.Count + 1},\"at\":\"2030-01-01T00:00:00.000Z\",\"type\":\"weather.changed\",\"run\":\"{before[0].Run}\",\"prev\":\"{Convert.ToHexStringLower(last)}\",\"body\":{{\"key\":\"x\",\"sky\":[1]}}}}\n";

        var content = JournalReader.Parse([.. FormOne, .. Encoding.UTF8.GetBytes(line)]);

        Assert.Null(content.Damage);
        Assert.Equal(before.Count + 1, content.Entries.Count);
        Assert.Equal("done", RunState.Of(content.Entries).State);
    }

    [Fact]
    public void A_changed_byte_in_the_middle_is_named_with_its_line()
    {
        var text = Encoding.UTF8.GetString(FormOne);
        var damaged = Encoding.UTF8.GetBytes(
            text.Replace("Which currency is the base?", "Which currency is the case?", StringComparison.Ordinal)
        );

        var content = JournalReader.Parse(damaged);

        Assert.NotNull(content.Damage);
        Assert.InRange(content.Damage!.Line!.Value, 10, content.Entries.Count + 2);
    }
}
