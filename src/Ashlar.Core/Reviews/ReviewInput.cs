using System.Text.Json;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Reviews;

/// <summary>The input of <c>Review</c>, read as models write it.</summary>
public static class ReviewInput
{
    /// <summary>Reads it. What cannot be read without guessing is a problem.</summary>
    public static Reading<ReviewVerdict> Read(JsonElement input)
    {
        var fields = new InputFields(input);
        if (!fields.IsObject)
        {
            return new(null, [Trouble("the input of Review is not a JSON object")]);
        }

        var points = fields.Elements("feedback").SelectMany(Points).ToList();
        return Approves(fields.Text("verdict") ?? fields.Text("status") ?? "") is { } approves
            ? new(new ReviewVerdict(approves, points), [])
            : new(null, [Trouble($"verdict \"{ShownText.Line(fields.Text("verdict") ?? "")}\" is neither approve nor request_changes")]);
    }

    private static bool? Approves(string word) =>
        new string(word.Where(char.IsAsciiLetter).ToArray()).ToLowerInvariant() switch
        {
            "approve" or "approved" or "approves" or "accept" or "accepted" => true,
            "requestchanges" or "changesrequested" or "requestedchanges" or "changesrequired" or "reject" or "rejected" => false,
            _ => null,
        };

    private static IEnumerable<ReviewPoint> Points(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return ReviewText.Points(InputFields.TextOf(element) ?? "", listOnly: false);
        }

        var fields = new InputFields(element);
        var item = fields.Text("item") ?? fields.Text("comment") ?? fields.Text("message") ?? fields.Text("what") ?? "";
        var id = fields.Text("id") is { } given && ReviewPointText.IdOf(given) is { } known ? $"{known}: " : "";
        var point = ReviewPointText.Read(
            id + item,
            fields.Text("path") ?? fields.Text("file") ?? fields.Text("file_path"),
            fields.Number("line"),
            fields.Text("severity")
        );
        return point is null ? [] : [point];
    }

    private static Problem Trouble(string message) =>
        new("review.verdict", message)
        {
            Remedy = "Send Review again: verdict approve or request_changes, feedback one item for each point",
        };
}
