using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Reviews;

/// <summary>A hunk of a file's unified diff.</summary>
/// <param name="Start">The first line after the change, from 1; 0 where the file is gone.</param>
/// <param name="Lines">How many lines it has after the change.</param>
/// <param name="Added">The added lines, joined by line feeds.</param>
internal sealed partial record DiffHunk(int Start, int Lines, string Added)
{
    /// <summary>How far a line lies from it; 0 within.</summary>
    public int DistanceTo(int line) =>
        line < Start ? Start - line
        : line > Start + Lines ? line - Start - Lines
        : 0;

    /// <summary>Its lines, such as <c>14-16</c>.</summary>
    public string Range => Lines <= 1 ? $"{Start}" : $"{Start}-{Start + Lines - 1}";

    /// <summary>The hunks of one file's diff without context; empty for a binary file or a change of mode.</summary>
    public static IReadOnlyList<DiffHunk> Of(string diff)
    {
        var hunks = new List<DiffHunk>();
        foreach (var line in diff.Split('\n'))
        {
            if (Header().OrNone().FirstIn(line) is { Success: true } header)
            {
                var lines = header.Groups["lines"].Success ? int.Parse(header.Groups["lines"].ValueSpan, CultureInfo.InvariantCulture) : 1;
                hunks.Add(new DiffHunk(int.Parse(header.Groups["start"].ValueSpan, CultureInfo.InvariantCulture), lines, ""));
            }
            else if (hunks.Count > 0 && line.StartsWith('+'))
            {
                hunks[^1] = hunks[^1] with { Added = $"{hunks[^1].Added}\n{line[1..]}" };
            }
        }

        return hunks;
    }

    [GeneratedRegex(@"^@@ -\d+(?:,\d+)? \+(?<start>\d+)(?:,(?<lines>\d+))? @@", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Header();
}
