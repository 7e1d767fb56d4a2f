namespace Ashlar.Core.Stacks.Results;

/// <summary>
/// What <c>node --test</c> prints about a test file that could not be run. Its result file only says that it failed; why is in the
/// output, before the line with the file's name.
/// </summary>
internal static class NodeFileText
{
    private const int Limit = 4000;

    /// <summary>The words about a file, or null when there are none.</summary>
    /// <param name="output">The output of the reporter <c>spec</c>.</param>
    /// <param name="file">The file, relative to the checkout.</param>
    public static string? Of(string output, string file)
    {
        var words = new List<string>();
        foreach (var line in output.Split('\n'))
        {
            if (line is not ['✖' or '✔' or '▶' or '﹣', ' ', ..])
            {
                words.Add(line);
                continue;
            }

            if (line[0] == '✖' && line.Contains(file, StringComparison.Ordinal))
            {
                var text = string.Join('\n', words).Trim();
                return text.Length == 0 ? null : text[^Math.Min(text.Length, Limit)..];
            }

            words.Clear();
        }

        return null;
    }

    /// <summary>The line that names the error, or null.</summary>
    public static string? Error(string words) =>
        words.Split('\n').FirstOrDefault(line => line is [>= 'A' and <= 'Z', ..] && line.Contains("Error", StringComparison.Ordinal));
}
