using System.Globalization;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Rendering;

/// <summary>Figures of a run as people read them.</summary>
internal static class RunText
{
    /// <summary>Tokens: <c>12.3k</c>.</summary>
    public static string Tokens(long tokens) =>
        tokens < 1000 ? tokens.ToString(CultureInfo.InvariantCulture)
        : tokens < 1_000_000 ? (tokens / 1000.0).ToString("0.#", CultureInfo.InvariantCulture) + "k"
        : (tokens / 1_000_000.0).ToString("0.##", CultureInfo.InvariantCulture) + "M";

    /// <summary>Cost, or that it is unknown.</summary>
    public static string Cost(decimal? cost) =>
        cost is { } value ? value.ToString("0.00##", CultureInfo.InvariantCulture) + " USD" : "cost unknown";

    /// <summary>Turns, tokens and cost of a run in one line.</summary>
    public static string Usage(RunState run) => $"{Usage(run.Turns, run.Usage, run.Cost)}{PerTask(run)}";

    /// <summary>The same of a part of a run.</summary>
    public static string Usage(int turns, Usage usage, decimal? cost) =>
        $"{turns} turn{(turns == 1 ? "" : "s")}, {Tokens(usage.Input + usage.Cached + usage.CacheWrite)} tokens in{(usage.Cached > 0 ? $" ({Tokens(usage.Cached)} cached)" : "")}, {Tokens(usage.Output)} out, {Cost(cost)}";

    private static string PerTask(RunState run) => run.CostPerDoneTask is > 0 and var each ? $", {Cost(each)} a done task" : "";

    /// <summary>A duration: <c>0.9 s</c>, <c>3 min 20 s</c>.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60
            ? time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : $"{(int)time.TotalMinutes} min {time.Seconds} s";

    /// <summary>How long a run was worked on, and how long of it just now.</summary>
    public static string Worked(TimeSpan all, TimeSpan now) =>
        all - now < TimeSpan.FromSeconds(1) ? Duration(now) : $"{Duration(all)} in all, {Duration(now)} now";

    /// <summary>The first characters of a commit hash.</summary>
    public static string Short(string? commit) => commit is null ? "" : commit[..Math.Min(10, commit.Length)];

    /// <summary>A line in pieces no wider than a terminal, broken between words; what follows the first piece is indented further.</summary>
    public static IEnumerable<string> Fitted(string line, int width)
    {
        var indent = new string(' ', Math.Min(line.Length - line.TrimStart(' ').Length + 4, width / 2));
        while (line.Length > width)
        {
            var cut = line.LastIndexOf(' ', width);
            cut = string.IsNullOrWhiteSpace(line[..Math.Max(cut, 0)]) ? width : cut;
            yield return line[..cut].TrimEnd(' ');
            line = indent + line[cut..].TrimStart(' ');
        }

        yield return line;
    }

    /// <summary>Columns with two spaces between; the last column is not padded.</summary>
    public static IEnumerable<string> Columns(IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            yield break;
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            yield return string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column])))
                .TrimEnd();
        }
    }
}
