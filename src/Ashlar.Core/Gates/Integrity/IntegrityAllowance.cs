using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>What the written task, configuration or a person's answer allows to be changed in tests.</summary>
/// <param name="Texts">The task's text, answers, and names of tests or files from configuration.</param>
public sealed partial record IntegrityAllowance(IReadOnlyList<string> Texts)
{
    private static readonly string[] Common =
    [
        "test",
        "tests",
        "assert",
        "self",
        "the",
        "and",
        "for",
        "not",
        "with",
        "add",
        "new",
        "expect",
    ];

    /// <summary>Allows nothing.</summary>
    public static IntegrityAllowance None { get; } = new([]);

    /// <summary>Names that the product had on the task base and no longer has anywhere.</summary>
    public IReadOnlySet<string> Removed { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether a line of the texts says that the test, its file, or what it tests and the product no longer has, is to be removed,
    /// skipped, replaced or rewritten. That a file is only named, say as the place of new tests, allows nothing.
    /// </summary>
    public bool Allows(TestSource test)
    {
        var name = test.Name[(test.Name.LastIndexOfAny([':', '>']) + 1)..].Trim();
        return Lines.Any(line =>
            Verb().IsIn(line)
            && (Names(line, name) || Names(line, test.File) || test.Uses.Any(used => Removed.Contains(used) && Names(line, used)))
        );
    }

    /// <summary>Whether a configuration file is named at all: a task that names it is about it.</summary>
    public bool NamesFile(string path) => Texts.Any(text => Names(text, path) || Names(text, path[(path.LastIndexOf('/') + 1)..]));

    /// <summary>Whether a line asks for the silencing of a tool, by its mark or in words.</summary>
    public bool Silences(string mark) =>
        Lines.Any(line => line.Contains(mark, StringComparison.OrdinalIgnoreCase) || Silencing().IsIn(line));

    /// <summary>Whether the texts want another behaviour of something that goes by one of the names.</summary>
    public bool Changes(IEnumerable<string> names)
    {
        var wanted = Lines.Where(line => Change().IsIn(line)).SelectMany(WordsOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return wanted.Count > 0 && names.SelectMany(WordsOf).Any(wanted.Contains);
    }

    /// <summary>Whether what is expected now and was not before stands in the texts: <c>41.5</c> where a task says 41.50.</summary>
    public bool Expects(IEnumerable<string> before, IEnumerable<string> now)
    {
        var old = before.SelectMany(Tokens).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var fresh = now.SelectMany(Tokens).Where(token => !old.Contains(token)).ToList();
        var given = Texts.SelectMany(Tokens).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return fresh.Count > 0 && fresh.TrueForAll(given.Contains);
    }

    private IEnumerable<string> Lines => Texts.SelectMany(text => text.Split('\n'));

    /// <summary>The words in a name or sentence, without the plural's ending: <c>assert_total</c> holds <c>total</c>.</summary>
    private static IEnumerable<string> WordsOf(string text) =>
        Word()
            .AllIn(text.Replace("\\n", " ", StringComparison.Ordinal))
            .Select(match => match.Value)
            .Where(word => word.Length > 2 && !Common.Contains(word, StringComparer.OrdinalIgnoreCase))
            .Select(word => word.Length > 3 && word[^1] == 's' ? word[..^1] : word);

    private static IEnumerable<string> Tokens(string text) =>
        Token()
            .AllIn(text)
            .Select(match =>
                double.TryParse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? number.ToString(CultureInfo.InvariantCulture)
                    : match.Value
            );

    private static bool Names(string line, string name)
    {
        for (var at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsWord(line[at - 1])) && (end == line.Length || !IsWord(line[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '-';

    [GeneratedRegex(
        @"\b(?:remov|delet|drop|skip|xfail|replac|rewrit|disabl|retir|obsolet|merg|consolidat|convert|turn\b)",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Verb();

    [GeneratedRegex(@"\b(?:silenc|suppress)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Silencing();

    [GeneratedRegex(
        @"\b(?:chang|updat|adjust|adapt|alter|fix(?!ture)|correct|instead|no longer|now\b|renam|replac|switch|rather than|says\b|(?:is|are) (?:shown|joined|rounded|sorted|written)|default|fails\b|turn\b)",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Change();

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\d+(?:\.\d+)?|[A-Za-z]+|[^\sA-Za-z0-9""'`()\[\]{},.:;\\]", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
