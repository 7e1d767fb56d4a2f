using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The programs behind a gate of a node project: which it needs, where they are looked for, and what brings those that are missing.</summary>
internal sealed class NodePrograms
{
    private readonly NodeProject project;
    private readonly IReadOnlyList<NodeStep> steps;
    private readonly IReadOnlyList<string> others;

    private NodePrograms(IReadOnlyList<NodeStep> steps, IReadOnlyList<string> others, NodeProject project)
    {
        this.steps = steps;
        this.others = others;
        this.project = project;
    }

    /// <summary>The programs of a gate; null for a gate that runs no tool of node.</summary>
    public static NodePrograms? Of(GateSetting gate, RepositoryFiles files) =>
        NodeScripts.Parts(gate.Run, files) is var (steps, others, project) ? new NodePrograms(steps, others, project) : null;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Needed =>
        [
            .. steps
                .Select(step => step.Program)
                .Where(program => !program.Contains('/', StringComparison.Ordinal))
                // A manager that only runs scripts which were taken apart is not started at all.
                .Concat(others.Where(program => program is "npm" or "pnpm" or "yarn" or "bun" or "lerna" or "turbo" or "nx"))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The folders of installed programs, relative to the checkout.</summary>
    public IEnumerable<string> Folders =>
        steps
            .Select(step => step.Folder.Length == 0 ? "node_modules/.bin" : $"{step.Folder}/node_modules/.bin")
            .Append("node_modules/.bin");

    /// <summary>What brings a program that is missing.</summary>
    public string Remedy(string program)
    {
        if (program is "npm" or "node")
        {
            return "Install it: apt install nodejs npm";
        }

        if (program is "pnpm" or "yarn" or "bun")
        {
            return $"Install it: npm install --global {program}";
        }

        var package = program switch
        {
            "tsc" => "typescript",
            "playwright" => "@playwright/test",
            _ => program,
        };
        var folder = steps.Count > 0 ? steps[0].Folder : "";
        var manager = project.Manager(folder);
        return
            steps.Select(step => step.Folder).Append("").FirstOrDefault(one => project.Of(one)?.Dependencies.Contains(package) ?? false)
                is { } listing
            ? $"{RepositoryPath.In(listing, "package.json")} lists it: run `{project.Install(listing)}`"
            : $"Install it: {ShellWords.In(folder, manager is "npm" ? $"npm install --save-dev {package}" : $"{manager} add --dev {package}")}";
    }
}
