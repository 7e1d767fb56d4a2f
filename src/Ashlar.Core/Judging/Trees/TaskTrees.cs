using System.Text;
using Ashlar.Core.Gates;

namespace Ashlar.Core.Judging.Trees;

/// <summary>A file that the task changed, as bytes.</summary>
/// <param name="Path">Relative to the repository root with <c>/</c>.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Before">Its content on the base, or null.</param>
/// <param name="After">Its content now, or null.</param>
public sealed record ChangedContent(string Path, FileRole Role, byte[]? Before, byte[]? After)
{
    /// <summary>
    /// Whether its tests are in a file of the product: <c>Before</c> is then the product as it is now with the tests as they were.
    /// </summary>
    public bool IsInline { get; init; }

    /// <summary>What is laid over the base to have the task's tests there.</summary>
    public byte[]? OnBase { get; init; } = After;

    /// <summary>Whether each line of before is still there, in its order.</summary>
    public bool OnlyGains()
    {
        if (After is null || Before is null)
        {
            return Before is null;
        }

        var now = new Queue<string>(Lines(After));
        return Lines(Before)
            .All(line =>
            {
                while (now.TryDequeue(out var other))
                {
                    if (other == line)
                    {
                        return true;
                    }
                }

                return false;
            });
    }

    private static string[] Lines(byte[] content) => Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").Split('\n');

    /// <summary>The whole text on the base, of a file with tests inside; else null.</summary>
    public string? Source { get; init; }
}

/// <summary>The trees that are composed of base and task.</summary>
/// <param name="Change">Every file that differs.</param>
public sealed record TaskTrees(IReadOnlyList<ChangedContent> Change)
{
    /// <summary>Files of tests and their support that the task changed, moved or removed: what they promised is run as it was.</summary>
    public IReadOnlyList<ChangedContent> Touched => [.. Tests.Where(file => file.Before is not null)];

    /// <summary>The base with the task's tests and what supports them: could they pass without the work?</summary>
    public TreeOverlay Without => TreeOverlay.Base.With(Tests.Select(file => KeyValuePair.Create(file.Path, file.OnBase)));

    /// <summary>Files of tests and their support that the task adds: what is beside older tests may silence them.</summary>
    public IReadOnlyList<ChangedContent> Added => [.. Tests.Where(file => file is { Before: null, IsInline: false })];

    /// <summary>
    /// The task's tree with the tests and their support as the base has them: what was changed, moved or removed is back, and what was added is not
    /// there, since older tests passed without it. Null where it touched none.
    /// </summary>
    public TreeOverlay? Earlier => Touched.Count == 0 ? null : EarlierBesideNew.With(Added.Select(Gone));

    /// <summary>The same with the files that were added, but for the new place of what was moved, which would be there twice.</summary>
    public TreeOverlay EarlierBesideNew =>
        TreeOverlay.Task.With([
            .. Touched.Select(file => KeyValuePair.Create(file.Path, file.Before)),
            .. NewPlaces().Select(path => KeyValuePair.Create(path, (byte[]?)null)),
        ]);

    private static KeyValuePair<string, byte[]?> Gone(ChangedContent file) => KeyValuePair.Create(file.Path, (byte[]?)null);

    private IEnumerable<ChangedContent> Tests => Change.Where(file => file.Role != FileRole.Product);

    private IEnumerable<string> NewPlaces() =>
        FilePair
            .Of([.. Tests.Where(file => !file.IsInline).Select(file => new ChangedFile(file.Path, Text(file.Before), Text(file.After)))])
            .Where(pair => pair.IsMoved)
            .Select(pair => pair.Path);

    private static string? Text(byte[]? content) => content is null ? null : Encoding.UTF8.GetString(content);
}
