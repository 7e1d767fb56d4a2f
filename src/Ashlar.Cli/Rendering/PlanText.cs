using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Rendering;

/// <summary>A plan as <c>--dry-run</c> shows it.</summary>
internal static class PlanText
{
    /// <summary>Writes it for people, or as JSON.</summary>
    public static void Write(RunPlan plan, PlanPreview preview, decimal? price, CommandIo io)
    {
        if (io.Json)
        {
            WriteJson(plan, preview, price, io);
            return;
        }

        io.Line(
            $"Work    {plan.Title}{(plan.Parts.Order.ListPath is { } list ? $" ({list}, {plan.Parts.Order.List.Dialect}: {plan.Parts.Order.List.DialectReason})" : "")}"
        );
        io.Line($"Branch  {plan.Branch}{(plan.ContinuesBranch ? " (continued)" : "")}, from {RunText.Short(plan.Start.Commit)}");
        io.Line($"Place   {(plan.Checkout is null ? "a worktree for each task" : "this checkout")}");
        io.Line(
            $"Agent   {plan.Parts.Crew.Author.Definition.Name} ({plan.Parts.Crew.Author.Definition.Path}): {ShownText.Line(plan.AgentReason)}"
        );
        io.Line($"Model   {plan.Parts.Crew.Author.ModelName}");
        io.Line($"Review  {Review(plan)}");
        io.Line($"Sandbox {plan.Parts.Sandbox.Name}");
        io.Line($"Limits  {Limits(plan)}");
        io.Line();
        io.Line(plan.Options.Parallel > 1 ? $"Order, up to {plan.Options.Parallel} at once" : "Order");
        foreach (var unit in plan.Parts.Assignment.Units)
        {
            io.Line(
                $"  {unit.Id}  {ShownText.Line(unit.Title)}{(unit.DependsOn.Count == 0 ? "" : $"  (after {string.Join(", ", unit.DependsOn)})")}"
            );
        }

        WritePipeline(plan, io);
        io.Line();
        io.Line("Gates");
        foreach (var gate in plan.Gates.Gates.Concat(plan.Criteria.Gates))
        {
            io.Line(
                $"  {gate.Name}  {gate.Run}  ({(gate.SourcePath is null ? "built in" : gate.SourceLine is null ? gate.SourcePath : $"{gate.SourcePath}:{gate.SourceLine}")})"
            );
        }

        foreach (var note in plan.Gates.Notes.Concat(plan.Criteria.Notes))
        {
            io.Line($"  {ShownText.Line(note)}");
        }

        foreach (var part in plan.Gates.Uncovered)
        {
            io.Line($"  {GateLine.Uncovered(part)}");
        }

        io.Line();
        io.Line("Tools");
        io.Line($"  {string.Join(", ", plan.Parts.Crew.Author.Policy.Tools.Shown)}");
        io.Line();
        io.Line("Rules");
        var rules = plan.Parts.Crew.Author.Policy.Rules.ToLookup(rule => rule.Kind is "tool" or "protected" or "kept");
        foreach (var rule in rules[false])
        {
            var why = rule.Note is { } note ? $": {ShownText.Line(note)}" : "";
            io.Line($"  {(rule.Enforced ? "" : "not enforced: ")}{rule.Kind}: {ShownText.Line(rule.Value)}  ({rule.Source}{why})");
        }

        io.Line($"  and {rules[true].Count()} on tools and on paths that every run protects (`--json` has all)");

        io.Line();
        io.Line(
            $"Cost    the first request has about {RunText.Tokens(preview.Tokens)} tokens: {RunText.Cost(price)}; later ones are cached for the most part"
        );
        io.Line();
        io.Line("Prompt of the first task");
        io.Line(preview.System);
        io.Line();
        io.Line(preview.Message);
        foreach (var warning in plan.Warnings)
        {
            io.Warn(warning);
        }
    }

    /// <summary>The agents of a pipeline in their order, and what each may change; the rules below are those of the last.</summary>
    private static void WritePipeline(RunPlan plan, CommandIo io)
    {
        if (plan.Parts.Team.Count == 1)
        {
            return;
        }

        io.Line();
        io.Line("Pipeline");
        foreach (var (author, reviewer) in plan.Parts.Earlier)
        {
            WriteStage(author.Definition, author.Policy, io);
            if (reviewer is not null)
            {
                io.Line($"  {reviewer.Name}  reviews it");
            }
        }

        WriteStage(plan.Parts.Crew.Author.Definition, plan.Parts.Crew.Author.Policy, io);
        if (plan.Parts.Crew.Reviewer is not null)
        {
            io.Line($"  {plan.Parts.Crew.Reviewer.Name}  reviews it");
        }
    }

    private static void WriteStage(AgentDefinition agent, Policy policy, CommandIo io)
    {
        var allowed = policy.Scope.Rules.Where(rule => rule is { Kind: "allow", Enforced: true }).Select(rule => rule.Value).ToList();
        io.Line($"  {agent.Name}  ({agent.Path})  changes {(allowed.Count == 0 ? "all files" : string.Join(", ", allowed))}");
    }

    private static string Review(RunPlan plan) =>
        plan.Parts.Crew.Reviewer is not { } reviewer ? "nobody"
        : reviewer.Agent is not { } agent ? "a person"
        : $"{reviewer.Name} ({agent.Definition.Path}), at most {reviewer.Rounds} rounds, model {agent.ModelName}";

    private static string Limits(RunPlan plan) =>
        $"{plan.Parts.Limits.Turns} turns and {plan.Parts.Limits.Iterations} iterations a task"
        + (plan.Parts.Limits.Cost is { } cost ? $", {RunText.Cost(cost)}" : "")
        + (plan.Parts.Limits.TaskCost is { } each ? $", {RunText.Cost(each)} a task" : "")
        + string.Concat(plan.Parts.Limits.AgentCosts.Select(own => $", {RunText.Cost(own.Value)} for {own.Key}"))
        + (plan.Parts.Limits.Time is { } time ? $", {time.TotalMinutes:0.##} minutes" : "");

    private static void WriteJson(RunPlan plan, PlanPreview preview, decimal? price, CommandIo io) =>
        io.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("title", plan.Title);
            json.WriteString("branch", plan.Branch);
            json.WriteString("base", plan.Start.Commit);
            json.WriteString("agent", plan.Parts.Crew.Author.Definition.Name);
            json.WriteString("agent_path", plan.Parts.Crew.Author.Definition.Path);
            json.WriteString("agent_reason", plan.AgentReason);
            json.WriteString("model", plan.Parts.Crew.Author.ModelName);
            json.WriteString("review", plan.Parts.Crew.Reviewer?.Name ?? Reviewer.Nobody);
            json.WriteString("sandbox", plan.Parts.Sandbox.Name);
            json.WriteString("prompt", $"{preview.System}\n\n{preview.Message}");
            json.WriteNumber("first_request_tokens", preview.Tokens);
            if (price is { } usd)
            {
                json.WriteNumber("first_request_cost", usd);
            }

            json.WriteStartObject("limits");
            json.WriteNumber("turns", plan.Parts.Limits.Turns);
            json.WriteNumber("iterations", plan.Parts.Limits.Iterations);
            json.WriteEndObject();
            json.WriteStartArray("order");
            foreach (var unit in plan.Parts.Assignment.Units)
            {
                json.WriteStringValue(unit.Id);
            }

            json.WriteEndArray();
            json.WriteStartArray("gates");
            foreach (var gate in plan.Gates.Gates.Concat(plan.Criteria.Gates))
            {
                json.WriteStartObject();
                json.WriteString("name", gate.Name);
                json.WriteString("run", gate.Run);
                json.WriteString("path", gate.SourcePath);
                if (gate.SourceLine is { } line)
                {
                    json.WriteNumber("line", line);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("tools");
            foreach (var tool in plan.Parts.Crew.Author.Policy.Tools.Shown)
            {
                json.WriteStringValue(tool);
            }

            json.WriteEndArray();
            json.WriteStartArray("rules");
            foreach (PolicyRule rule in plan.Parts.Crew.Author.Policy.Rules)
            {
                json.WriteStartObject();
                json.WriteString("kind", rule.Kind);
                json.WriteString("value", rule.Value);
                json.WriteBoolean("enforced", rule.Enforced);
                json.WriteString("path", rule.Path);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (var note in plan.Gates.Notes.Concat(plan.Criteria.Notes))
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (var warning in plan.Warnings)
            {
                warning.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
}
