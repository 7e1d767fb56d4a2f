using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Node;

/// <summary>
/// <c>concurrently "npm:test:*" "eslint ."</c>: each word is a command line. They may run one after the other where each has to succeed; where the first
/// that ends stops the others, one of them is a server, and the line stays as it is.
/// </summary>
internal static class NodeTogether
{
    private static readonly string[] WithValue =
    [
        "-n",
        "--names",
        "-c",
        "--prefix-colors",
        "-p",
        "--prefix",
        "-l",
        "--prefix-length",
        "-t",
        "--timestamp-format",
        "-m",
        "--max-processes",
        "--name-separator",
        "--restart-tries",
        "--restart-after",
        "--pad-prefix",
    ];

    /// <summary>The command lines; null for another program, and where the end of one decides about the others.</summary>
    /// <param name="words">The words.</param>
    /// <param name="at">The program's index.</param>
    /// <param name="package">The package whose scripts are meant.</param>
    public static IReadOnlyList<string>? Of(IReadOnlyList<ShellWord> words, int at, NodePackage? package)
    {
        if (GateTool.Name(words[at].Text) is not ("concurrently" or "conc"))
        {
            return null;
        }

        var lines = new List<string>();
        for (var index = at + 1; index < words.Count; index++)
        {
            var word = words[index].Text;
            if (WithValue.Contains(word, StringComparer.Ordinal))
            {
                index++;
            }
            else if (word is "-s" or "--success")
            {
                if (GateTool.At(words, ++index) != "all")
                {
                    return null;
                }
            }
            else if (word.StartsWith("--success=", StringComparison.Ordinal) ? word != "--success=all" : EndsOthers(word))
            {
                return null;
            }
            else if (!word.StartsWith('-'))
            {
                lines.AddRange(Lines(word, package));
            }
        }

        return lines.Count == 0 ? null : lines;
    }

    private static bool EndsOthers(string word) =>
        word is "-k" or "--kill-others" or "-P" or "--passthrough-arguments"
        || (word is ['-', not '-', ..] && word.Contains('k', StringComparison.Ordinal));

    /// <summary><c>npm:NAME</c> is short for a script, in which <c>*</c> stands for all that fit.</summary>
    private static IEnumerable<string> Lines(string word, NodePackage? package)
    {
        var sign = word.IndexOf(':', StringComparison.Ordinal);
        if (sign <= 0 || word[..sign] is not ("npm" or "yarn" or "pnpm" or "bun") || word.Contains(' ', StringComparison.Ordinal))
        {
            return [word];
        }

        var (manager, name) = (word[..sign], word[(sign + 1)..]);
        var star = name.IndexOf('*', StringComparison.Ordinal);
        IEnumerable<string> names =
            star < 0
                ? [name]
                : (package?.Scripts.Keys ?? []).Where(script =>
                    script.Length >= name.Length - 1
                    && script.StartsWith(name[..star], StringComparison.Ordinal)
                    && script.EndsWith(name[(star + 1)..], StringComparison.Ordinal)
                );
        return names.Select(script => $"{manager} run {ShellWords.Quote(script)}");
    }
}
