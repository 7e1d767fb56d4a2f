using System.Text;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Reviews;

/// <summary>What an author is told of a review.</summary>
public static class FeedbackWords
{
    /// <summary>Changes were requested.</summary>
    /// <param name="points">The points raised.</param>
    /// <param name="heading">Which review it was, such as <c>Review round 1 of 3 by tech-lead</c>.</param>
    public static string Requested(IReadOnlyList<FeedbackRow> points, string heading)
    {
        var text = new StringBuilder($"{heading}: changes requested. Gates were green.\n");
        foreach (var point in points)
        {
            text.Append(Line(point)).Append('\n');
        }

        var each = points.Count == 1 ? "" : " each";
        return text.Append(
                $"Deal with {(points.Count == 1 ? "it" : "each")}. In Report.feedback give {Ids(points)}{each}: fixed (where), rebutted (why) or asked."
            )
            .ToString();
    }

    /// <summary>A report leaves points open.</summary>
    public static string Missing(IReadOnlyList<FeedbackRow> missing)
    {
        var text = new StringBuilder(
            $"Not taken: {Ids(missing)} of the review {(missing.Count == 1 ? "is" : "are")} still open, and the report does not say what became of {(missing.Count == 1 ? "it" : "them")}.\n"
        );
        foreach (var point in missing)
        {
            text.Append(Line(point)).Append('\n');
        }

        return text.Append(
                $"Deal with {(missing.Count == 1 ? "it" : "each")}, then Report again. In Report.feedback give {Ids(missing)}: fixed (where), rebutted (why) or asked."
            )
            .ToString();
    }

    /// <summary>Ids in words: <c>F1</c>, <c>F1 and F2</c>, <c>F1, F2 and F3</c>.</summary>
    public static string Ids(IReadOnlyList<FeedbackRow> points)
    {
        var ids = points.Select(point => point.Id).ToList();
        return ids.Count <= 1 ? string.Concat(ids) : $"{string.Join(", ", ids[..^1])} and {ids[^1]}";
    }

    private static string Line(FeedbackRow point)
    {
        var place = point.Place.Length == 0 ? "" : $" {ShownText.Line(point.Place)}";
        var severity = point.Severity is null ? "" : $" ({ShownText.Line(point.Severity)})";
        return $"{point.Id}{place}{severity} {Indented(point.Item)}";
    }

    /// <summary>A text of several lines, its further ones indented so that they begin nothing of their own.</summary>
    internal static string Indented(string text) =>
        string.Join("\n   ", ShownText.Clean(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
}
