namespace Ashlar.Core.Runs.Replays;

/// <summary>Where two texts part, in two short lines.</summary>
internal static class DifferingText
{
    private const int Longest = 160;

    /// <summary>The first lines that differ, each as far as it fits a line.</summary>
    public static (string Recorded, string Observed) Of(string recorded, string observed)
    {
        var then = recorded.Split('\n');
        var now = observed.Split('\n');
        var at = 0;
        while (at < then.Length && at < now.Length && string.Equals(then[at], now[at], StringComparison.Ordinal))
        {
            at++;
        }

        return (Line(then, at), Line(now, at));
    }

    private static string Line(string[] lines, int at)
    {
        if (at >= lines.Length)
        {
            return "(nothing more)";
        }

        var text = ShownText.Line(lines[at]);
        return lines.Length == 1 && at == 0 ? Short(text) : $"line {at + 1}: {Short(text)}";
    }

    private static string Short(string text) => text.Length > Longest ? text[..Longest] + "…" : text;
}
