using Ashlar.Core.Secrets;

namespace Ashlar.Core.Work;

/// <summary>What is to be done: a spec folder, a task file, a design folder, or one task in words.</summary>
public sealed record WorkOrder
{
    /// <summary>What kind of work order it is.</summary>
    public required WorkOrderKind Kind { get; init; }

    /// <summary>The spec's name, for the branch <c>feature/SPEC</c>; null for a task in words.</summary>
    public string? Spec { get; init; }

    /// <summary>The spec or design folder, relative to the root with <c>/</c>; null where there is none.</summary>
    public string? Folder { get; init; }

    /// <summary>The task list's path, relative to the root; null where nothing can be ticked.</summary>
    public string? ListPath { get; init; }

    /// <summary>The tasks; exactly one for a task in words or a design folder without a list.</summary>
    public required TaskList List { get; init; }

    /// <summary>The value of the first <c>Ticket:</c> line, for commit trailers; null without one.</summary>
    public string? Ticket { get; init; }

    /// <summary>The ticket's own file (<c>--ticket</c>), relative to the root or absolute; null without one.</summary>
    public string? TicketPath { get; init; }

    /// <summary>All files that belong to the work order, relative to the root, sorted; the caller checks that they are committed.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The words of a task given as text; null else.</summary>
    public string? TaskText { get; init; }

    /// <summary>Receives it: its words are masked, while paths, ids and marks, by which it is found, stay.</summary>
    public WorkOrder Masked(SecretMask mask) =>
        this with
        {
            Ticket = Ticket is null ? null : mask.Mask(Ticket),
            TaskText = TaskText is null ? null : mask.Mask(TaskText),
            List = List with { Tasks = [.. List.Tasks.Select(task => task.Masked(mask))] },
        };
}

/// <summary>The kinds of work orders.</summary>
public enum WorkOrderKind
{
    /// <summary>A spec folder with a task list.</summary>
    Spec,

    /// <summary>A task file on its own.</summary>
    TaskFile,

    /// <summary>A design folder, with or without a task list.</summary>
    Design,

    /// <summary>One task in words.</summary>
    Text,
}
