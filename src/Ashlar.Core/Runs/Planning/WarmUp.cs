using System.Text.Json;
using Ashlar.Core.Agents;
using Ashlar.Core.Conversations;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Planning;

/// <summary>
/// Has the runtime load, on another core, what a run needs a little later. Most of a start is loading types and compiling, while the plan
/// waits for git again and again. It changes nothing, and nobody needs to wait for it.
/// </summary>
public static class WarmUp
{
    /// <summary>Begins it.</summary>
    public static Task BeginAsync() => Task.Run(Rehearse);

    /// <summary>Plans the smallest run there is, without a repository, in the order in which a start needs the parts.</summary>
    private static void Rehearse()
    {
        var list = TaskListReader
            .Read("tasks.md", "- [ ] 1.0 One (depends on 2.0)\n  - [ ] 1.1 Write `a.txt`\n- [ ] 2.0 Two\n"u8.ToArray())
            .List!;
        var order = new WorkOrder
        {
            Kind = WorkOrderKind.TaskFile,
            List = list,
            ListPath = "tasks.md",
            Paths = ["tasks.md"],
        };
        var task = Assignment.Of(list, []).Units[0];
        var agent = AgentChoice.Choose(AgentCatalog.Of([]), new WorkDescription(order.ListPath, list.Dialect, task.Title)).Agent;
        var policy = PolicyParts.Compile(agent, Configuration.Default, order, []);
        JsonSerializer.SerializeToUtf8Bytes(Started(order), RunJson.Default.RunStarted);
        var tools = AgentTools.Of(policy.Tools, [], (_, _) => throw new InvalidOperationException("nothing is called"), _ => false);
        var briefing = new TaskBriefing
        {
            AgentPrompt = policy.Prompt,
            Base = "",
            Tools = tools.Specs,
            TaskId = task.Id,
            Title = task.Title,
            Text = task.Text,
        };
        TaskPrompt.System(briefing);
        TaskPrompt.First(briefing);
    }

    private static RunStarted Started(WorkOrder order) =>
        new(
            RunStarted.Present,
            Repository: "",
            Branch: "",
            Base: "",
            Head: "",
            Title: default,
            Order: [""],
            Agent: "",
            AgentPath: "",
            AgentContent: "",
            Model: "",
            Sandbox: "",
            new RecordedWork(order.Kind, order.Spec, order.Folder, order.ListPath, null, null, null, order.Paths, null),
            Documents: [new RecordedDocument("", "")],
            Gates: [new GateSetting("", "")],
            Python: null,
            new RunOptions()
        );
}
