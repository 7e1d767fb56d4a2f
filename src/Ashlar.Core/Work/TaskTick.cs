namespace Ashlar.Core.Work;

/// <summary>The outcome of an edit of a task list's marks.</summary>
/// <param name="Content">The new bytes of the file; null where <see cref="Problems"/> holds an error, and nothing is to be written then.</param>
/// <param name="Changes">The marks that were changed, in file order; empty where all stood as wanted already.</param>
/// <param name="Problems">Tasks that are gone, whose text changed, or that hold no mark.</param>
public sealed record TaskTick(byte[]? Content, IReadOnlyList<TaskChange> Changes, IReadOnlyList<Problem> Problems);

/// <summary>One mark that was changed.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="From">What stood there.</param>
/// <param name="To">What is there now.</param>
public sealed record TaskChange(string Id, int Line, string From, string To);
