using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>
/// A heading without hashes: a line that is underlined (<c>===</c>, <c>---</c>), or that says no more than which group begins, such as
/// <c>Phase 2 (requires Phase 1)</c> or <c>**Milestone B: Output**</c>.
/// </summary>
internal static partial class BareHeading
{
    private const int Longest = 120;
    private const int LinesBetween = 8;

    /// <summary>The heading that a line is, below the headings that are open; null where it is none.</summary>
    public static HeadingLine? Of(SourceLines source, int index, IReadOnlyList<TaskSection> open)
    {
        var line = source[index];
        var text = line.Text.Trim();
        if (
            text.Length is 0 or > Longest
            || line.Indent > 3
            || line.Box is not null
            || text[0] is '|' or '>' or '`'
            || !Begins(source, index)
        )
        {
            return null;
        }

        if (Underline(source, index) is { } level)
        {
            return BoxLine.IsListItem(line.Text) ? null : HeadingLine.Of(text, level) with { IsUnderlined = true };
        }

        if (BoxLine.IsListItem(line.Text) || !Group().IsIn(text) || !HasTasks(source, index))
        {
            return null;
        }

        var below = open.LastOrDefault(section => !section.Heading.IsBare)?.Heading.Level ?? 0;
        var heading = HeadingLine.Of(text.Trim('*', '_', ' ').TrimEnd(':', '：'), below + 1);
        return heading.Kind is HeadingKind.Phase or HeadingKind.TaskGroup ? heading with { IsBare = true } : null;
    }

    private static bool Begins(SourceLines source, int index) =>
        index == source.FrontMatterLines
        || source[index - 1].Hidden
        || source[index - 1].Blank
        || HeadingLine.Parse(source[index - 1].Text) is not null;

    private static int? Underline(SourceLines source, int index) =>
        index + 1 >= source.Count || source[index + 1] is not { Hidden: false } next ? null
        : EqualSigns().IsIn(next.Text) ? 1
        : Hyphens().IsIn(next.Text) ? 2
        : null;

    private static bool HasTasks(SourceLines source, int index)
    {
        for (int i = index + 1, read = 0; i < source.Count && read < LinesBetween; i++)
        {
            if (source[i].Box is { HeadingLevel: 0 } && !source[i].Hidden)
            {
                return true;
            }

            if (HeadingLine.Parse(source[i].Text) is not null)
            {
                return false;
            }

            read += source[i].Blank ? 0 : 1;
        }

        return false;
    }

    // A word, a number, and then nothing, a title behind a separator, or a remark in brackets: no sentence.
    [GeneratedRegex(@"^[*_]{0,3}(?:\p{L}+\s+){1,2}#?[\p{L}\p{N}.]{1,6}[*_]{0,3}\s*(?:$|[:：(\[]|[-–—]\s)", RegexOptions.None, 1000)]
    private static partial Regex Group();

    [GeneratedRegex(@"^ {0,3}={3,}\s*$", RegexOptions.None, 1000)]
    private static partial Regex EqualSigns();

    [GeneratedRegex(@"^ {0,3}-{3,}\s*$", RegexOptions.None, 1000)]
    private static partial Regex Hyphens();
}
