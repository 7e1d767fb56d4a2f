using Ashlar.Core.Agents;
using Ashlar.Core.Conversations;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Finds what a run is to do, and on which branch.</summary>
internal static class WorkOrderChoice
{
    /// <summary>The work order that the command line or the prompt names.</summary>
    public static WorkOrder Find(Repository repository, RunOptions options, AgentDefinition? agent)
    {
        var named = agent is null ? null : PolicyCompiler.Compile(agent, PolicySource.None).TaskList;
        var request = new WorkRequest
        {
            Work = options.Work,
            Task = options.Task,
            TaskFile = options.TaskFile,
            TicketFile = options.Ticket,
            PromptPaths = named is null ? [] : [named],
        };
        return new WorkOrderFinder(repository.Root).Find(request);
    }

    /// <summary>The documents that an agent is given with it.</summary>
    public static DocumentSet Documents(
        Repository repository,
        Configuration configuration,
        WorkOrder order,
        AgentDefinition agent,
        Assignment? tasks = null
    ) =>
        DocumentFinder.Find(
            new DocumentRequest
            {
                Root = repository.Root,
                Order = order,
                TaskText = tasks is null ? "" : string.Join('\n', tasks.Units.Select(task => $"{task.Title}\n{task.Text}")),
                Prompt = agent.Prompt,
                PromptPath = agent.Path,
                PromptLine = agent.PromptLine,
                Add = configuration.Documents.Add,
                Optional = configuration.Documents.Optional,
            }
        );

    /// <summary>The work order as it is on a branch that is continued.</summary>
    /// <exception cref="ProblemException">The branch does not hold it.</exception>
    public static async Task<WorkOrder> OnBranchAsync(
        WorkOrder order,
        CommitFiles files,
        string branch,
        IReadOnlyList<string> uncommitted,
        CancellationToken cancellationToken
    )
    {
        if (order.ListPath is not { } list || uncommitted.Contains(list, StringComparer.Ordinal))
        {
            return order;
        }

        var content = await files.ContentAsync(list, cancellationToken).ConfigureAwait(false);
        if (content is null)
        {
            throw new ProblemException(
                new Problem("branch.without-work", $"the branch {branch} exists and does not hold the task list")
                {
                    Path = list,
                    Remedy =
                        $"Bring it there (`git checkout {ShellWords.Quote(branch)} && git merge -`), or give another name with --branch NAME",
                }
            );
        }

        var reading = TaskListReader.Read(list, content);
        return reading.List is { } there ? order with { List = there.InTag(order.List.Tag) } : throw new ProblemException(reading.Refusal!);
    }

    /// <summary>The branch for it.</summary>
    public static string BranchName(Configuration configuration, WorkOrder order, string run)
    {
        var spec = order.Spec ?? run;
        var clean = string.Concat(
                spec.Select(character => char.IsLetterOrDigit(character) || character is '.' or '-' or '_' or '/' ? character : '-')
            )
            .Trim('-', '.', '/');
        return (configuration.Commit.Branch ?? "feature/{spec}")
            .Replace("{spec}", clean, StringComparison.Ordinal)
            .Replace("{run}", run, StringComparison.Ordinal);
    }

    /// <summary>What it is about, for the choice of an agent.</summary>
    public static WorkDescription Describe(WorkOrder order, Assignment assignment, CommitFiles files)
    {
        // The languages of the repository are part of what the work is about, although few task lists name them.
        var languages = files.Paths.Select(Path.GetExtension).Distinct(StringComparer.Ordinal).OfType<string>();
        var words = string.Join(
            '\n',
            assignment.Units.Select(unit => unit.Title).Prepend(order.Spec ?? "").Append(order.TaskText ?? "").Concat(languages)
        );
        return new WorkDescription(
            order.Folder ?? order.ListPath,
            order.Kind == WorkOrderKind.Design ? "design"
                : order.ListPath is null ? null
                : order.List.Dialect,
            words
        );
    }
}
