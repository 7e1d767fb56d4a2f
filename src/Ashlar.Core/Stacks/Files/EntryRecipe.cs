namespace Ashlar.Core.Stacks.Files;

/// <summary>What a target, a recipe or a task is in shell terms, where it is certain to be that.</summary>
/// <param name="Needs">What is made before, by name.</param>
/// <param name="Lines">Its lines, each in a shell of its own, in the folder of the file; the first that fails ends it.</param>
internal sealed record EntryRecipe(IReadOnlyList<string> Needs, IReadOnlyList<string> Lines);
