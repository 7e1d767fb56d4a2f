using Ashlar.Core.Gates;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>Asks a person about gates that cannot run in a task's cycle.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="site">Where the task is done.</param>
/// <param name="questions">Asks people.</param>
internal sealed class UnableGateQuestion(RunFacts facts, TaskSite site, TaskEscalations questions)
{
    /// <summary>
    /// A gate that cannot run costs no cycle. Once fixed it is not asked again; while it is not, the agent, who cannot fix it, is not asked either.
    /// </summary>
    public TaskStep Ask(IReadOnlyList<GateResult> faults, int look)
    {
        var question = new EscalationDraft(
            GateAnswers.Kind,
            $"a gate cannot run: {GateFaultText.Lines(faults)}",
            $"{GateFaultText.Details(faults)}\nFix it, then answer `done`; `known` lets it stay red in this run, `owed` leaves it to the agent."
        )
        {
            Options = GateAnswers.Options,
            Gates = [.. faults.Select(NameOf)],
        };
        for (var times = 1; ; times++)
        {
            var step = questions.Ask(question, key: $"environment/{look}{(times == 1 ? "" : $"/{times}")}");
            if (step.Outcome is not null)
            {
                return step;
            }
        }
    }

    /// <summary>The gate's name among those of all tasks.</summary>
    private string NameOf(GateResult result) =>
        CriterionGates.Of(facts.Started.Criteria, site.Item).Any(gate => gate.Name == result.Name)
            ? CriterionGates.Prefix(site.Item) + result.Name
            : result.Name;
}
