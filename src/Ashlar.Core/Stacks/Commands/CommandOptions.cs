namespace Ashlar.Core.Stacks.Commands;

/// <summary>The options of a gate's deciding command, and the line with others.</summary>
internal static class CommandOptions
{
    /// <summary>The words behind the tool's own up to <c>--</c>, with their places in the line; none where the line hides the tool.</summary>
    public static IReadOnlyList<ShellWord> Of(GateCommand command) =>
        command.OptionsAt <= 0
            ? []
            : ShellWords
                .Commands(command.Line)
                .Where(words => words.Any(word => word.End == command.OptionsAt))
                .Select(words => words.SkipWhile(word => word.Start < command.OptionsAt).TakeWhile(word => word.Text != "--").ToList())
                .FirstOrDefault()
                ?? [];

    /// <summary>Whether one of the words is there, alone or with a value behind <c>=</c>.</summary>
    public static bool Has(GateCommand command, params ReadOnlySpan<string> options)
    {
        foreach (var word in Of(command))
        {
            if (options.Contains(word.Text.Split('=')[0]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The line with text behind the tool's own word, and without some words.</summary>
    /// <param name="command">A command of which the options are known.</param>
    /// <param name="added">The text, which begins with a space; words in it that are there already are the caller's to leave out.</param>
    /// <param name="removed">Words to leave out.</param>
    public static string With(GateCommand command, string added, params ReadOnlySpan<string> removed)
    {
        var line = command.Line;
        foreach (var word in Of(command).Reverse())
        {
            if (removed.Contains(word.Text))
            {
                line = line.Remove(word.Start, word.End - word.Start);
            }
        }

        return line.Insert(command.OptionsAt, added);
    }
}
