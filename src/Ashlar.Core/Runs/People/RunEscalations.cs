using System.Globalization;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.People;

/// <summary>Puts questions to people through the journal, and finds their answers there.</summary>
/// <param name="steps">Recorded steps.</param>
public sealed class RunEscalations(StepLog steps)
{
    private readonly Lock gate = new();
    private int raised = steps.PastOf<EscalationRaised>().Count();

    /// <summary>
    /// Raises a question, or finds it raised before. The answer is null while nobody has given one; the task then waits.
    /// </summary>
    /// <param name="task">The task that asks.</param>
    /// <param name="key">The step.</param>
    /// <param name="question">The question; key and id are filled in.</param>
    public (EscalationRaised Raised, EscalationAnswered? Answer) Ask(string task, string key, EscalationRaised question)
    {
        lock (gate)
        {
            var known = steps.Past<EscalationRaised>(task, key);
            if (known is null)
            {
                raised++;
                var asked = question with { Key = key, Id = $"E{raised.ToString(CultureInfo.InvariantCulture)}" };
                known = steps.Keep(task, asked);
            }

            return (known, steps.Past<EscalationAnswered>(task, known.Id));
        }
    }
}
