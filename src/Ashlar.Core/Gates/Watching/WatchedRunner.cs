using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates.Watching;

/// <summary>What is known of the runner of a test gate before it runs.</summary>
/// <param name="Name">As people name it.</param>
internal sealed record WatchedRunner(string Name)
{
    private static readonly string[] Pythons = [PythonTools.Pytest, PythonTools.Unittest, PythonTools.Django];
    private static readonly string[] Nodes = [NodeTools.NodeTest, NodeTools.Jest, NodeTools.Vitest, NodeTools.Mocha];

    /// <summary>Whether a watch is set on Python processes.</summary>
    public bool IsPython { get; private init; }

    /// <summary>Whether a watch is set on node processes.</summary>
    public bool IsNode { get; private init; }

    /// <summary>Whether a run without a record is a finding by itself: one command starts the runner and nothing takes the watch away.</summary>
    public bool IsOwed { get; private init; }

    /// <summary>Whether all tests of the command are run by runners that are watched, so that their counts are all there is.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Whether a file's tests are for the compiler only, which runs none of them: vitest reports tests of types beside those that it ran.</summary>
    public bool IsOnlyCompiled(string? file) =>
        IsNode && Path.GetFileName(file) is { } name && name.Split('.') is [.., "test-d" or "spec-d", _];

    /// <summary>Why it is not examined, in plain words.</summary>
    public string NotExamined => $"{Name} is not examined inside its process: only what it reports is read";

    /// <summary>Whether a tool is one of those that are examined inside their processes.</summary>
    public static bool IsExamined(StackTool tool) => Pythons.Contains(tool.Name) || Nodes.Contains(tool.Name);

    /// <summary>Tells it.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="command">Its command, understood.</param>
    /// <param name="root">The checkout.</param>
    public static WatchedRunner Of(GateSetting gate, GateCommand command, string root)
    {
        if (Pythons.Contains(command.Tool.Name))
        {
            return new WatchedRunner(command.Tool.Name)
            {
                IsPython = true,
                IsOwed = PythonWatch.IsPlain(gate, command),
                IsWhole = true,
            };
        }

        var steps =
            NodeScripts
                .Parts(gate.Run, new RepositoryFiles(root, StackCatalog.All))
                ?.Steps.Where(step => step.IsTest)
                .Select(step => step.Kind)
                .Distinct()
                .ToList()
            ?? [];
        if (steps.Exists(Nodes.Contains))
        {
            var names = steps.Where(Nodes.Contains);
            return new WatchedRunner(string.Join(" and ", names)) { IsNode = true, IsWhole = steps.TrueForAll(Nodes.Contains) };
        }

        // Whatever a script or a Makefile starts in the end may inherit the watch.
        return command.IsTest
            ? new WatchedRunner(command.Tool.Name)
            : new WatchedRunner($"what `{command.Program}` runs") { IsPython = true, IsNode = true };
    }
}
