using System.Text.RegularExpressions;

namespace Ashlar.Core.Models;

/// <summary>
/// A text with all that differs from one execution to the next replaced by a word for it: known paths, times, durations, addresses,
/// process ids, hashes, run ids. Two texts that are equal then say the same.
/// </summary>
/// <param name="paths">Paths and what stands for them; the longest is looked for first.</param>
public sealed partial class VolatileText(IEnumerable<KeyValuePair<string, string>> paths)
{
    private const int Patience = 5000;

    private readonly KeyValuePair<string, string>[] paths =
    [
        .. paths
            .Where(path => path.Key.Length > 1)
            .OrderByDescending(path => path.Key.Length)
            .ThenBy(path => path.Key, StringComparer.Ordinal),
    ];

    /// <summary>Without any known path.</summary>
    public static VolatileText Plain { get; } = new([]);

    /// <summary>The text with everything volatile replaced.</summary>
    public string Normalize(string text)
    {
        text = Paths(text);
        text = Run().OrNone().ReplaceIn(text, "<run>");
        text = Moment().OrNone().ReplaceIn(text, "<time>");
        text = Duration().OrNone().ReplaceIn(text, "<duration>");
        text = Memory().OrNone().ReplaceIn(text, "<address>");
        text = Socket().OrNone().ReplaceIn(text, "$1:<port>");
        text = Process().OrNone().ReplaceIn(text, "$1<pid>");
        text = Temporary().OrNone().ReplaceIn(text, "<temporary>");
        return Hash().OrNone().ReplaceIn(text, "<hash>");
    }

    /// <summary>The text with the known paths alone replaced.</summary>
    public string Paths(string text)
    {
        foreach (var (path, word) in paths)
        {
            text = text.Replace(path, word, StringComparison.Ordinal);
        }

        return text;
    }

    [GeneratedRegex(@"\br-\d{8}-[0-9a-f]{4}\b", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Run();

    [GeneratedRegex(
        @"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:Z\b| ?[+-]\d\d:?\d\d\b)?"
            + @"|\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +(?:\d\d:\d\d(?::\d\d)?(?: [A-Z]{3,4})?(?: \d{4})?|\d{4})"
            + @"|\b\d{1,2}:\d\d:\d\d(?:\.\d+)?\b",
        RegexOptions.CultureInvariant,
        Patience
    )]
    private static partial Regex Moment();

    [GeneratedRegex(
        @"\b\d+m\d+(?:[.,]\d+)?s\b|(?<![\w.])\d+(?:[.,]\d+)? ?(?:ns|µs|us|ms|s|secs?|seconds?|mins?|minutes?)\b",
        RegexOptions.CultureInvariant,
        Patience
    )]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b0x[0-9a-fA-F]{5,}\b", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Memory();

    [GeneratedRegex(@"\b(127\.0\.0\.1|0\.0\.0\.0|localhost|\[::1?\]):\d{2,5}\b", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Socket();

    [GeneratedRegex(@"(\b(?:pid|process|PID)[ =:#]{0,3})\d+\b", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Process();

    [GeneratedRegex(@"/tmp/(?:tmp|pytest-of-|ashlar-|node-|npm-)[\w./-]+", RegexOptions.CultureInvariant, Patience)]
    private static partial Regex Temporary();

    // An abbreviated hash may have digits or letters alone; of other lengths those are numbers and words.
    [GeneratedRegex(
        @"\b(?:(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,64}|[0-9a-f]{12}|[0-9a-f]{40}|[0-9a-f]{64})\b",
        RegexOptions.CultureInvariant,
        Patience
    )]
    private static partial Regex Hash();
}
