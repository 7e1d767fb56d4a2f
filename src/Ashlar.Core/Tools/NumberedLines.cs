using System.Text;

namespace Ashlar.Core.Tools;

/// <summary>Lines as a model is shown them: right-aligned number, a tab, the line.</summary>
internal static class NumberedLines
{
    /// <summary>How much of a line is shown, in characters.</summary>
    public const int LongestLine = 2000;

    /// <summary>Appends one line; a long one is cut, saying so.</summary>
    public static void Append(StringBuilder text, int number, ReadOnlySpan<char> line)
    {
        _ = text.Append($"{number, 6}\t");
        if (line.Length > LongestLine)
        {
            _ = text.Append(line[..LongestLine]).Append($"… (line cut, {line.Length} characters)");
        }
        else
        {
            _ = text.Append(line);
        }

        _ = text.Append('\n');
    }

    /// <summary>Lines <paramref name="first"/> to <paramref name="last"/>, from 1; the middle of more than <paramref name="most"/> is left out.</summary>
    public static string Of(List<string> lines, int first, int last, int most = 40)
    {
        var text = new StringBuilder();
        for (var number = Math.Max(1, first); number <= Math.Min(last, lines.Count); number++)
        {
            if (last - first >= most && number == first + (most / 2))
            {
                var next = last - (most / 2) + 1;
                _ = text.Append($"     … {next - number} lines …\n");
                number = next;
            }

            Append(text, number, lines[number - 1]);
        }

        return text.ToString();
    }
}
