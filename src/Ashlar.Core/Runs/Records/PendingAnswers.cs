using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>Answers of people, given from any terminal, on their way into the journal; an agent has no way to write there.</summary>
public static class PendingAnswers
{
    /// <summary>Takes the answers into the journal.</summary>
    /// <param name="record">The run.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="state">The state that the journal gives so far.</param>
    /// <param name="mask">Masks them: whoever left one may not have known all secrets of the run.</param>
    public static void Collect(IRunRecord record, IJournal journal, RunState state, SecretMask mask)
    {
        foreach (var answer in record.Answers)
        {
            if (
                state.Escalations.FirstOrDefault(one => string.Equals(one.Raised.Id, answer.Id, StringComparison.Ordinal)) is
                { Answer: null } open
            )
            {
                journal.Append(open.Task, journal.Masked(Masked(record, answer, mask), RunJson.Default.EscalationAnswered));
                journal.Sync();
            }

            record.Forget(answer.Id);
        }
    }

    private static EscalationAnswered Masked(IRunRecord record, EscalationAnswered answer, SecretMask mask) =>
        answer with
        {
            Text = MaskedText.Of(mask, answer.Text.Text),
            With =
            [
                .. answer.With.Select(document =>
                    document with
                    {
                        Content = record.Artifacts.Put(MaskedBytes.Of(mask, record.Artifacts.Get(document.Content))),
                    }
                ),
            ],
        };
}
