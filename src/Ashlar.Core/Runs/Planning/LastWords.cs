namespace Ashlar.Core.Runs.Planning;

/// <summary>The end of what a command printed, for a sentence about its failure.</summary>
internal static class LastWords
{
    private const int MostLines = 3;
    private const int Longest = 400;

    /// <summary>What continues after the sentence; empty where it printed nothing.</summary>
    public static string Of(string? output)
    {
        var lines = (output ?? "").Split('\n').Select(line => ShownText.Line(line.Trim())).Where(line => line.Length > 0).ToList();
        if (lines.Count == 0)
        {
            return ", without a word";
        }

        var text = string.Join(" / ", lines.TakeLast(MostLines));
        return $"; it said last: {(text.Length <= Longest ? text : "…" + text[^Longest..])}";
    }
}
