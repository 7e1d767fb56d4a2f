namespace Ashlar.Core.Stacks.Commands;

/// <summary>Options of programs that run other programs.</summary>
internal static class WordOptions
{
    /// <summary>The index of the first word that is not an option.</summary>
    /// <param name="words">The command.</param>
    /// <param name="at">Where options may begin.</param>
    /// <param name="withValue">Options whose value is the next word.</param>
    public static int Skip(IReadOnlyList<ShellWord> words, int at, params ReadOnlySpan<string> withValue)
    {
        while (at < words.Count && words[at].Text.StartsWith('-'))
        {
            var option = words[at].Text;
            at += withValue.Contains(option) ? 2 : 1;
            if (option == "--")
            {
                break;
            }
        }

        return Math.Min(at, words.Count);
    }
}
