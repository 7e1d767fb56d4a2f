using System.Text;
using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Trees;

namespace Ashlar.Core.Judging.Units;

/// <summary>One thing that a change does to the product, and how it is taken away.</summary>
/// <param name="Path">The file, as it is called in the task's tree; a deleted one as the base calls it.</param>
/// <param name="Name">What people call it: <c>Ledger.total</c>, <c>lines 12–14</c>.</param>
/// <param name="Kind">What the change does.</param>
public sealed record CodeUnit(string Path, string Name, UnitKind Kind)
{
    /// <summary>
    /// The ways of taking it away, in order: the next is tried where no test minds the one before. Within one way, each variant has to be
    /// noticed. Empty where there is none.
    /// </summary>
    public IReadOnlyList<UnitWay> Ways { get; init; } = [];

    /// <summary>The function with its result altered a little, which older tests may notice where they look closely; null where that is not known.</summary>
    public Variant? Altered { get; init; }

    /// <summary>Why no way was found, or why one of them is missing. Empty where everything could be built.</summary>
    public IReadOnlyList<NotMeasured> Missing { get; init; } = [];

    /// <summary>How many lines of the change it is.</summary>
    public int Size { get; init; } = 1;

    /// <summary>Its first line in the task's tree, from 1; of what is gone, where it was.</summary>
    public int Line { get; init; } = 1;

    /// <summary>Whether it is a function: what lies outside of one is wiring, configuration or data.</summary>
    public bool IsFunction => Kind is UnitKind.Added or UnitKind.Changed or UnitKind.Removed;

    /// <summary>Path and name: what it is called in reports.</summary>
    public string Id => $"{Path}:{Name}";
}

/// <summary>What a change does to a unit.</summary>
public enum UnitKind
{
    /// <summary>A function that the base does not have.</summary>
    Added,

    /// <summary>A function that is another one on the base.</summary>
    Changed,

    /// <summary>A function that only the base has.</summary>
    Removed,

    /// <summary>Lines outside functions, or of a file in which functions cannot be told.</summary>
    Hunk,

    /// <summary>A whole file: added, deleted or moved.</summary>
    File,
}

/// <summary>One way of taking a unit away.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Variants">The trees of it; each has to be noticed. Never empty.</param>
public sealed record UnitWay(WayKind Kind, IReadOnlyList<Variant> Variants);

/// <summary>Ways of taking a unit away.</summary>
public enum WayKind
{
    /// <summary>As the base has it.</summary>
    Base,

    /// <summary>A body that does nothing, or returns nothing.</summary>
    Emptied,
}

/// <summary>The task's tree with one unit taken away.</summary>
/// <param name="Name">What people read: <c>export_csv returns nothing</c>.</param>
/// <param name="Files">The whole text of each file that differs from the task's tree; null where there is none.</param>
public sealed record Variant(string Name, IReadOnlyDictionary<string, string?> Files)
{
    /// <summary>The task's tree with the unit taken away.</summary>
    public TreeOverlay Tree =>
        TreeOverlay.Task.With(
            Files.Select(file => KeyValuePair.Create(file.Key, file.Value is { } text ? Encoding.UTF8.GetBytes(text) : null))
        );

    /// <summary>What a failing test shows.</summary>
    public Shows Shows { get; init; } = Shows.Noticed;

    /// <summary>What is taken where this one does not build: a body that throws. Null for nothing.</summary>
    public Variant? Otherwise { get; init; }

    /// <summary>The edits that make its texts, so that several variants can be made at once; none where a file is added, moved or removed.</summary>
    internal IReadOnlyList<(string Path, TextEdit Edit)> Edits { get; init; } = [];

    /// <summary>A variant of one file.</summary>
    internal static Variant Of(string name, string path, string text, IReadOnlyList<TextEdit> edits) =>
        new(name, new Dictionary<string, string?>(StringComparer.Ordinal) { [path] = TextEdit.Apply(text, edits) })
        {
            Edits = [.. edits.Select(edit => (path, edit))],
        };

    /// <summary>Whether a real parser has read its files without an error; false where none is on hand.</summary>
    public bool IsParsed { get; init; }
}
