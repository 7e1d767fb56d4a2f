using System.Text;

namespace Ashlar.Core.Settings;

/// <summary>
/// A shell line of the configuration that runs on the host (<c>exec</c>, <c>notify</c>), held against the files of the repository. A
/// relative name would be looked up where the agent writes.
/// </summary>
/// <param name="text">The line.</param>
/// <param name="root">The checkout, absolute.</param>
/// <param name="files">The files of the commit that is obeyed, relative to the root with <c>/</c>.</param>
public sealed class OperatorLine(string text, string root, IEnumerable<string> files)
{
    private static readonly string[] Readers =
    [
        "sh",
        "bash",
        "dash",
        "zsh",
        "ksh",
        "python",
        "python3",
        "perl",
        "node",
        "ruby",
        "source",
        ".",
    ];

    private readonly HashSet<string> files = new(files, StringComparer.Ordinal);

    /// <summary>The files of the repository that it names.</summary>
    public IReadOnlyList<string> Named =>
        [
            .. Words()
                .Select(word => Path(word) is { } path && files.Contains(path) ? path : null)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>A relative name in it that is a file of the repository, or may be one, and that cannot be made absolute; null where there is none.</summary>
    public string? Unclear =>
        Words()
            .Where(word => Path(word) is { } path && (files.Contains(path) ? !word.IsPlain : IsBelow(path)))
            .Select(word => text[word.Start..word.End])
            .FirstOrDefault();

    /// <summary>The line with the files that it names by a relative name named in the checkout, where no agent writes.</summary>
    public string Rooted
    {
        get
        {
            var result = new StringBuilder();
            var at = 0;
            foreach (var word in Words().Where(word => word.IsPlain && text[word.Start] != '/'))
            {
                if (Path(word) is { } path && files.Contains(path))
                {
                    var full = $"{root.TrimEnd('/')}/{path}".Replace("'", "'\\''", StringComparison.Ordinal);
                    _ = result.Append(text, at, word.Start - at).Append('\'').Append(full).Append('\'');
                    at = word.End;
                }
            }

            return result.Append(text, at, text.Length - at).ToString();
        }
    }

    // Relative to the root; null for what names no file: an absolute path elsewhere, a word that is looked up in PATH or means something else.
    private string? Path(Word word)
    {
        var given = text[word.Start..word.End];
        if (given.StartsWith('/') && word.Before is not '}' and not ')')
        {
            var within = root.TrimEnd('/') + "/";
            return given.StartsWith(within, StringComparison.Ordinal) ? given[within.Length..] : null;
        }

        if (word.Before == '$')
        {
            return given.StartsWith("PWD/", StringComparison.Ordinal) ? Plain(given[4..]) : null;
        }

        return given.Contains('/', StringComparison.Ordinal) || given.TrimStart('.').Contains('.', StringComparison.Ordinal) || word.IsRead
            ? Plain(given)
            : null;
    }

    private static string Plain(string path) =>
        string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not "." and not ".."));

    // After `cd folder &&` the name is one of a file in that folder.
    private bool IsBelow(string path) => path.Length > 0 && files.Any(file => file.EndsWith("/" + path, StringComparison.Ordinal));

    private IEnumerable<Word> Words()
    {
        var last = "";
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsOfName(text[at]))
            {
                continue;
            }

            var start = at;
            while (at < text.Length && IsOfName(text[at]))
            {
                at++;
            }

            var before = start == 0 ? ' ' : text[start - 1];
            var after = at == text.Length ? ' ' : text[at];
            var given = text[start..at];
            var isPlain =
                (char.IsWhiteSpace(before) || before is ';' or '|' or '&' or '(' or '=')
                && (char.IsWhiteSpace(after) || after is ';' or '|' or '&' or ')');
            yield return new Word(
                start,
                at,
                before,
                isPlain,
                Readers.Contains(last[(last.LastIndexOf('/') + 1)..], StringComparer.Ordinal)
            );
            last = given.StartsWith('-') && last.Length > 0 ? last : given;
        }
    }

    private static bool IsOfName(char one) =>
        char.IsLetterOrDigit(one) || one is '_' or '.' or '/' or '-' or '+' or '@' or '%' or ',' or '~' or ':';

    private readonly record struct Word(int Start, int End, char Before, bool IsPlain, bool IsRead);
}
