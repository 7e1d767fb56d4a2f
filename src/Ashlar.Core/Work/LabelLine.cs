using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>A line that begins with a bold label or is nothing but one: <c>**Acceptance Criteria:** value</c>.</summary>
/// <param name="Name">The label without colon and bold.</param>
/// <param name="Value">What follows on the line.</param>
internal sealed partial record LabelLine(string Name, string Value)
{
    private const int LongestPlain = 40;

    /// <summary>Reads a line; null where it begins with no label.</summary>
    public static LabelLine? Parse(string line)
    {
        var span = BoxLine.SkipListMarker(line);
        if (
            span.Length == 0
            || (span[0] is not ('*' or '_') && !span[..Math.Min(span.Length, LongestPlain)].ContainsAny(':', '：') && !EndsInColon(span))
        )
        {
            return null;
        }

        var text = span.ToString();
        if (text[0] is '*' or '_' && Bold().FirstIn(text) is { Success: true } bold)
        {
            return new LabelLine(bold.Groups[1].Value.TrimEnd(':', '：', ' '), bold.Groups[2].Value.Trim());
        }

        return text.TrimEnd() is [.. var name, ':' or '：'] && name.Length is > 0 and <= 60 ? new LabelLine(name, "") : OfCriteria(text);
    }

    private static bool EndsInColon(ReadOnlySpan<char> text) => text.TrimEnd() is [.., ':' or '：'];

    // A label that is not bold counts before a value where no other words read so: "AC: the total is shown", "Done when: …".
    private static LabelLine? OfCriteria(string text)
    {
        var colon = text.AsSpan().IndexOfAny(':', '：');
        return
            colon is > 0 and < LongestPlain
            && colon + 1 < text.Length
            && text[colon + 1] is ' ' or '\t' or '*' or '_'
            && !text.AsSpan(0, colon).ContainsAnyInRange('0', '9')
            && CriteriaTitle.IsAcceptance(text[..colon])
            ? new LabelLine(text[..colon].Trim('*', '_', ' '), text[(colon + 1)..].TrimStart('*', '_', ' ', '\t').TrimEnd())
            : null;
    }

    [GeneratedRegex(@"^[*_]{2,3}([^*]{1,80}?)(?:[:：]\s*[*_]{2,3}|[*_]{2,3}\s*[:：]|[*_]{2,3}\s*$)\s*(.*)$", RegexOptions.None, 1000)]
    private static partial Regex Bold();
}
