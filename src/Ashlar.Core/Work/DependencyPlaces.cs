using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What statements of dependency name besides ids of their own list.</summary>
internal static partial class DependencyPlaces
{
    /// <summary>Tasks of other lists: an id behind a path, such as <c>other-spec/T1</c> or <c>../auth/tasks.md#T1</c>.</summary>
    public static IEnumerable<string> OtherLists(string text) =>
        text.AsSpan().ContainsAny('/', '#')
            ? OtherList().AllIn(text).Where(match => !Id().IsIn(match.Groups[1].Value)).Select(match => match.Value).Distinct()
            : [];

    /// <summary>Whether a text is an id and nothing else.</summary>
    public static bool IsId(string text) => Id().IsIn(text);

    /// <summary>Words with a number that headings may begin with, other than those that every list counts by.</summary>
    public static IEnumerable<string> Counted(string text) => CountedWord().AllIn(text).Select(match => match.Value).Distinct();

    /// <summary>A text with the word before each letter that it counts: <c>Groups A and B</c> is <c>Group A and Group B</c>.</summary>
    public static string Singly(string text) =>
        Several()
            .ReplaceIn(
                text,
                several => Lettered().ReplaceIn(several.Groups[2].Value, letter => $"{several.Groups[1].Value} {letter.Value}")
            );

    /// <summary>Whether a title begins with a word and its number, and continues with something else.</summary>
    public static bool BeginsWith(string title, string word) =>
        title.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        && (title.Length == word.Length || !char.IsLetterOrDigit(title[word.Length]))
        && !(title.Length > word.Length + 1 && title[word.Length] == '.' && char.IsDigit(title[word.Length + 1]));

    /// <summary>Whether a text holds only what is between names: commas and "and".</summary>
    public static bool IsBetween(string text) => Between().IsIn(text);

    [GeneratedRegex(@"^(?:[^\p{L}\p{N}]|\b(?:and|or|und|completed?|done)\b)*$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"(?<![\w/#.-])((?:\.{1,2}/)*[\w.-]+)(?:/[\w.-]+)*[/#](?:[A-Z][A-Z0-9-]*\d[\w.]*|\d[\w.]*)", RegexOptions.None, 1000)]
    private static partial Regex OtherList();

    [GeneratedRegex("^" + TaskIdForm.Any + "$", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(
        @"(?<![\w.-])(\p{L}{3,20}?)(?:(?<!s)s)?\s+([A-Z](?:\s*(?:,|&|/|,?\s*\b(?:and|und|et|y|e)\b)\s*[A-Z])+)(?![\w.-])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Several();

    [GeneratedRegex(@"\b[A-Z]\b", RegexOptions.None, 1000)]
    private static partial Regex Lettered();

    [GeneratedRegex(
        @"(?<![\w.-])(?:(?!(?i:tasks?|groups?|phases?|steps?|items?)\b)\p{L}{3,20}\s+\d{1,3}(?:\.\d{1,3})*|\p{L}{3,20}\s+[A-Z])(?![\w.-])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex CountedWord();
}
