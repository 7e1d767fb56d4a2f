using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Planning;

/// <summary>What the first task's agent would be told, and roughly what asking costs.</summary>
/// <param name="System">The system prompt.</param>
/// <param name="Message">The text of the first message; images are left out.</param>
/// <param name="Tokens">Input tokens of the first request, estimated at three characters each.</param>
public sealed record PlanPreview(string System, string Message, long Tokens)
{
    /// <summary>Makes it; no model is asked.</summary>
    public static async Task<PlanPreview> OfAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        var source = new BriefingSource
        {
            Repository = plan.Parts.Repository,
            Order = plan.Parts.Order,
            Policy = plan.Parts.Crew.Author.Policy,
            Agent = plan.Parts.Crew.Author.Definition,
            Configuration = plan.Parts.Configuration,
            Mask = plan.Parts.Mask,
            Gates = plan.Gates.Gates,
            RunBase = plan.Start.Commit,
            Absent = plan.Gates.Absent,
            Reviewer = plan.Parts.Crew.Reviewer,
        };
        var item = plan.Parts.Assignment.Units[0];
        var tools = AgentTools.Of(plan.Parts.Crew.Author.Policy.Tools, [], (_, _) => Task.FromResult(ToolAnswer.Of("")), _ => true).Specs;
        var scope = plan.Parts.Crew.Author.Policy.Scope.ForTask($"{item.Title}\n{item.Text}");
        var done = new Dictionary<string, TaskCompleted>(StringComparer.Ordinal);
        var briefing = await new TaskBriefings(source, done)
            .OfAsync(item, plan.Start.Commit, plan.Parts.Repository.Root, tools, scope, cancellationToken)
            .ConfigureAwait(false);
        var system = plan.Parts.Mask.Mask(TaskPrompt.System(briefing));
        var message = string.Join(
            "\n\n",
            MaskedAnswer.Of(plan.Parts.Mask, TaskPrompt.First(briefing)).Content.OfType<TextBlock>().Select(block => block.Text)
        );
        var schemas = tools.Sum(tool => tool.Description.Length + tool.InputSchema.GetRawText().Length);
        return new PlanPreview(system, message, (system.Length + message.Length + schemas) / 3);
    }
}
