using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.EndToEnd.Published;

/// <summary>What a program printed, without that which differs from one run to the next: places, ids, hashes, times and durations.</summary>
/// <param name="root">The repository.</param>
/// <param name="home">The state folder.</param>
internal sealed partial class SettledOutput(string root, string home)
{
    private readonly List<(string Seen, string Shown)> hashes = [];

    /// <summary>The settled text: no blank lines in a row, each line with its end.</summary>
    public string Of(string printed)
    {
        var text = printed
            .Replace(home, "/home/ada/.local/state/ashlar", StringComparison.Ordinal)
            .Replace(root, "/home/ada/project", StringComparison.Ordinal);
        text = Hash()
            .Replace(RunId().Replace(text, "r-RUN"), match => Shown(match.Value))
            .Replace("r-RUN", "r-20260105-4f3a", StringComparison.Ordinal);
        text = Duration().Replace(Pause().Replace(Moment().Replace(text, "2026-01-05 09:12"), ""), "1.0 s");
        text = BlankLines().Replace(LineEnds().Replace(text, "\n"), "\n\n").Trim('\n');
        return text.Length == 0 ? "" : Ordered(text) + "\n";
    }

    /// <summary>
    /// A page for comparing: how many parts of a change were taken away and noticed depends on the time that a slow machine leaves, and the time of
    /// earlier executions is told where it is a second or more.
    /// </summary>
    public static string Comparable(string page) =>
        Noticed().Replace(page, "$1 n/m").Replace("1.0 s in all, 1.0 s now", "1.0 s", StringComparison.Ordinal);

    /// <summary>The gates on the base run beside the first turns, so their rows come at any moment; here they are where the gates are named.</summary>
    private static string Ordered(string text)
    {
        var lines = text.Split('\n').ToList();
        var head = lines.FindIndex(line => line.StartsWith("gates on the commit", StringComparison.Ordinal));
        var named = lines.FindIndex(line => line.StartsWith("gates ", StringComparison.Ordinal));
        if (head > named && named >= 0)
        {
            var rows = 1 + lines.Skip(head + 1).TakeWhile(line => GateRow().IsMatch(line)).Count();
            var moved = lines.GetRange(head, rows);
            lines.RemoveRange(head, rows);
            lines.InsertRange(named + 1, moved);
        }

        return string.Join('\n', lines);
    }

    private string Shown(string hash)
    {
        var at = hashes.FindIndex(one =>
            one.Seen.StartsWith(hash, StringComparison.Ordinal) || hash.StartsWith(one.Seen, StringComparison.Ordinal)
        );
        if (at < 0)
        {
            var name = Encoding.UTF8.GetBytes($"hash {hashes.Count}");
            hashes.Add((hash, Convert.ToHexStringLower(SHA256.HashData(name))));
            at = hashes.Count - 1;
        }
        else if (hash.Length > hashes[at].Seen.Length)
        {
            hashes[at] = (hash, hashes[at].Shown);
        }

        return hashes[at].Shown[..hash.Length];
    }

    [GeneratedRegex(@"\br-\d{8}-[0-9a-f]{4}\b", RegexOptions.CultureInvariant)]
    private static partial Regex RunId();

    [GeneratedRegex(@"\b(?=[a-f]*[0-9])[0-9a-f]{7,64}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d(?!:)", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();

    [GeneratedRegex(@" · \d+(?:\.\d+)? s\b", RegexOptions.CultureInvariant)]
    private static partial Regex Pause();

    [GeneratedRegex(@"\b(?:\d+ h )?(?:\d+ min )?\d+(?:\.\d+)? s\b", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b(noticed|Ashlar-Noticed:|taken away:) \d+/\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Noticed();

    [GeneratedRegex("[ \t\r]+\n", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnds();

    [GeneratedRegex("\n{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"^  \S+ +(?:green|red|env)\b", RegexOptions.CultureInvariant)]
    private static partial Regex GateRow();
}
