using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Writes what a planned run is into its record.</summary>
/// <param name="plan">The run.</param>
internal sealed class PlanRecord(RunPlan plan)
{
    /// <summary>The body of <c>run.started</c>; definitions, documents and the list become artifacts.</summary>
    /// <param name="head">The commit that the branch begins at.</param>
    public RunStarted Write(string head)
    {
        var list = plan.ListContent is null ? null : plan.Folder.Artifacts.Put(MaskedBytes.Of(plan.Parts.Mask, plan.ListContent));
        return new RunStarted(
            RunStarted.Present,
            plan.Parts.Repository.Root,
            plan.Branch,
            plan.Start.Commit,
            head,
            MaskedText.Of(plan.Parts.Mask, plan.Title),
            [.. plan.Parts.Assignment.Units.Select(unit => unit.Id)],
            plan.Parts.Crew.Author.Definition.Name,
            plan.Parts.Crew.Author.Definition.Path,
            plan.Folder.Artifacts.Put(MaskedBytes.Of(plan.Parts.Mask, plan.AgentContent)),
            plan.Parts.Crew.Author.ModelName,
            plan.Parts.Sandbox.Name,
            new RecordedWork(
                plan.Parts.Order.Kind,
                plan.Parts.Order.Spec,
                plan.Parts.Order.Folder,
                plan.Parts.Order.ListPath,
                list,
                Masked(plan.Parts.Order.Ticket),
                plan.Parts.Order.TicketPath,
                plan.Parts.Order.Paths,
                Masked(plan.Parts.Order.TaskText)
            )
            {
                Tag = plan.Parts.Order.List.Tag,
            },
            [
                .. plan.Spec.Documents.Select(document => new RecordedDocument(
                    document.Path,
                    plan.Folder.Artifacts.Put(MaskedText.Of(plan.Parts.Mask, document.Text))
                )),
            ],
            plan.Gates.Gates,
            plan.Python,
            plan.Options with
            {
                Task = Masked(plan.Options.Task)?.Text,
            }
        )
        {
            GitDirectory = plan.Parts.Repository.GitDirectory,
            CommonDirectory = plan.Parts.Repository.CommonDirectory,
            Criteria = plan.Criteria.Gates,
            ExitOnly = plan.Gates.ExitOnly,
            Absent = plan.Gates.Absent,
            Uncovered = plan.Gates.Uncovered,
            ContinuesBranch = plan.ContinuesBranch,
            LiftedFrom = [.. plan.Spec.Lifted.Select(document => document.Path)],
            Checkout = plan.Checkout,
            Servers = plan.Parts.Servers.Names,
            Review = Recorded(plan.Parts.Crew.Reviewer),
            Pipeline =
            [
                .. plan.Parts.Earlier.Select(stage => new RecordedPart(
                    new RecordedAgent(
                        stage.Author.Definition.Name,
                        stage.Author.Definition.Path,
                        Kept(stage.Author.Definition.Path),
                        stage.Author.ModelName
                    ),
                    Recorded(stage.Reviewer)
                )),
            ],
        };
    }

    /// <summary>A text with what must not be seen masked.</summary>
    public MaskedText? Masked(string? text) => text is null ? null : MaskedText.Of(plan.Parts.Mask, text);

    private string Kept(string path) => plan.Folder.Artifacts.Put(MaskedBytes.Of(plan.Parts.Mask, plan.OtherContents[path]));

    private RecordedReviewer? Recorded(Reviewer? reviewer) =>
        reviewer is null
            ? null
            : new RecordedReviewer(
                reviewer.Name,
                reviewer.Rounds,
                reviewer.Agent?.Definition.Path,
                reviewer.Agent is { } agent ? Kept(agent.Definition.Path) : null,
                reviewer.Agent?.ModelName
            );
}
