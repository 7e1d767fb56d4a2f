using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Restricts a run to test files: pytest by their paths, Django by their modules, unittest by a pattern of their tests' names.</summary>
internal static class PythonChoice
{
    /// <summary>What is added to the line; null where it names tests of its own, or does not end with the runner.</summary>
    /// <param name="command">The command.</param>
    /// <param name="files">Test files, relative to the repository.</param>
    public static string? Of(GateCommand command, IReadOnlyList<string> files)
    {
        if (command.OptionsAt <= 0 || !IsLast(command) || NamesTests(command))
        {
            return null;
        }

        var prefix = command.Folder.Length == 0 ? "" : command.Folder + "/";
        if (files.Any(file => !file.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return null;
        }

        var own = files.Select(file => file[prefix.Length..]).ToList();
        return command.Tool.Name switch
        {
            PythonTools.Pytest => Words(own),
            PythonTools.Django when own.TrueForAll(IsModule) => Words(own.Select(file => file[..^".py".Length].Replace('/', '.'))),
            PythonTools.Unittest when own.TrueForAll(file => file.EndsWith(".py", StringComparison.Ordinal)) => string.Concat(
                own.Select(file => $" -k {ShellWords.Quote($"*{Path.GetFileNameWithoutExtension(file)}.*")}")
                    .Distinct(StringComparer.Ordinal)
            ),
            _ => null,
        };
    }

    /// <summary>Whether the line itself says which tests are meant. <c>unittest discover</c> is told folders.</summary>
    private static bool NamesTests(GateCommand command) =>
        command.Tool.Name == PythonTools.Unittest && command.Words.ElementAtOrDefault(1) == "discover"
            ? command.Words.Any(word => word.StartsWith("-k", StringComparison.Ordinal))
            : command.Words.Skip(1).Any(word => !word.StartsWith('-'));

    private static string Words(IEnumerable<string> words) => string.Concat(words.Select(word => " " + ShellWords.Quote(word)));

    private static bool IsModule(string file) =>
        file.EndsWith(".py", StringComparison.Ordinal)
        && file[..^".py".Length]
            .Split('/')
            .All(part => part.Length > 0 && part.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_'));

    /// <summary>Only folders are entered before the runner, and nothing comes behind it.</summary>
    private static bool IsLast(GateCommand command)
    {
        var commands = ShellWords.Commands(command.Line);
        return commands.SkipLast(1).All(words => words is [{ Text: "cd" }, _])
            && commands[^1][^1].End == command.Line.TrimEnd().Length
            && commands[^1].Any(word => word.End == command.OptionsAt);
    }
}
