namespace Ashlar.Core.Work;

/// <summary>What a reader of one kind of file found, before ids, dependencies and order are worked out.</summary>
/// <param name="Source">The file.</param>
/// <param name="Dialect">The dialect.</param>
/// <param name="Items">All items in file order.</param>
/// <param name="Sections">All sections in file order.</param>
/// <param name="Problems">What was wrong already.</param>
internal sealed record DraftList(
    SourceLines Source,
    TaskDialect Dialect,
    List<TaskDraft> Items,
    List<TaskSection> Sections,
    List<Problem> Problems
)
{
    /// <summary>Criteria of the file as a whole, in its order.</summary>
    public List<string> Acceptance { get; init; } = [];
}

/// <summary>A dialect and why it was taken for that.</summary>
/// <param name="Name"><c>agent-os</c>, <c>spec-kit</c>, <c>kiro</c>, <c>openspec</c>, <c>task-master</c>, <c>backlog</c> or <c>markdown</c>.</param>
/// <param name="Reason">The path or content that decided.</param>
/// <param name="ByPath">Whether the path decided.</param>
internal sealed record TaskDialect(string Name, string Reason, bool ByPath);
