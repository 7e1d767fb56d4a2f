using Ashlar.Core.Stacks.Catalogue;

namespace Ashlar.Core.Gates;

/// <summary>A text file of the task's change, as a checkout holds it.</summary>
/// <param name="Path">Relative to the repository root with <c>/</c>.</param>
/// <param name="Before">Its text on the task base; null when it did not exist.</param>
/// <param name="After">Its text now; null when it is deleted.</param>
public sealed record ChangedFile(string Path, string? Before, string? After)
{
    /// <summary>Whether it is a test file, or set-up and data of tests.</summary>
    public bool IsTest => StackCatalog.All.IsTest(Path) || StackCatalog.All.IsSupport(Path);

    /// <summary>Numbers, from 1, of the lines now that the base's text does not have; of equal lines, as many as were added count.</summary>
    internal IReadOnlyList<int> AddedLines()
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Lines(Before))
        {
            left[line.Trim()] = left.GetValueOrDefault(line.Trim()) + 1;
        }

        var added = new List<int>();
        var lines = Lines(After);
        for (var at = 0; at < lines.Length; at++)
        {
            var text = lines[at].Trim();
            var count = left.GetValueOrDefault(text);
            if (count > 0)
            {
                left[text] = count - 1;
            }
            else
            {
                added.Add(at + 1);
            }
        }

        return added;
    }

    /// <summary>The lines of a text; none for null.</summary>
    internal static string[] Lines(string? text) => text is null ? [] : text.ReplaceLineEndings("\n").Split('\n');
}
