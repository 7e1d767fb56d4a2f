using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>Whether there is anything for a gate to look at.</summary>
internal static class GateInput
{
    /// <summary>Whether the checkout has no file of the kind that a tool reads; false where that is not known.</summary>
    public static bool IsAbsent(GateCommand command, string root) =>
        StackCatalog.All.Of(command.Tool) is { Sources.Count: > 0 } stack
        && !new RepositoryFiles(root, StackCatalog.All).All.Any(path =>
            stack.Sources.Contains(Path.GetExtension(path), StringComparer.Ordinal)
        );

    /// <summary>The first word of a command that is a path, is not in the checkout, and is named in what the command said.</summary>
    public static string? Missing(GateCommand command, string text, string root)
    {
        string[] words = [command.Program, .. command.Words];
        return words
            .Select((word, at) => (Path: word.Split("::")[0], IsValue: at > 0 && words[at - 1].StartsWith('-')))
            .FirstOrDefault(word =>
                IsPath(word.Path, command)
                && !Path.Exists(Path.Combine(root, command.Folder, word.Path))
                && (
                    word.IsValue || IsPlain(word.Path)
                        ? Complaint(word.Path).IsIn(text)
                        : text.Contains(word.Path, StringComparison.Ordinal)
                )
            )
            .Path;
    }

    /// <summary>A word may be a path or the name of a target, a test or a plug-in.</summary>
    private static bool IsPlain(string word) => word.IndexOfAny(['/', '.']) < 0;

    /// <summary>The line that names a plain word, or what may be the value of an option, has to say that a file is missing.</summary>
    private static LenientPattern Complaint(string word) =>
        BoundedPattern
            .Of(
                $@"(?i)(?:{Word(word)}[^\n]{{0,200}}(?:no such file|not found|not exist)|(?:can(?:no|')t (?:read|open|find)|could not (?:read|open|find)|no such file|no files?|not found)[^\n]{{0,200}}{Word(word)})"
            )
            .OrNone();

    private static string Word(string word) => $@"(?<![\w-]){Regex.Escape(word)}(?![\w-])";

    private static bool IsPath(string word, GateCommand command) =>
        word.Length > 0
        && word[0] is not ('-' or '/' or '~')
        && word.IndexOfAny(['$', '*', '?', '=', '{', ' ']) < 0
        && !word.Contains("..", StringComparison.Ordinal)
        && (word != command.Program || word.Contains('/', StringComparison.Ordinal))
        && !(command.Words.Count > 0 && word == command.Words[0]);
}
