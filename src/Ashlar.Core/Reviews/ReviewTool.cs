using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Reviews;

/// <summary><c>Review</c>: a reviewer's verdict. The run reads the call with <see cref="ReviewInput"/> and decides what it is worth.</summary>
public sealed class ReviewTool : ITool
{
    /// <summary>The tool's name.</summary>
    public const string Name = "Review";

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        new(
            Name,
            "Gives your verdict and ends the review; alone in its turn. verdict: approve, or request_changes. "
                + "feedback: one item for each point, most serious first: what is wrong and what would make it right, with path and line; "
                + "to insist on an earlier point, begin the item with its id (\"F2: still open, because …\"). Earlier points that you do not name are closed. "
                + "severity minor is a remark that need not be dealt with.",
            ToolSchema.Parse(
                """
                {"type":"object","properties":{
                "verdict":{"type":"string","description":"Always: approve or request_changes"},
                "feedback":{"type":["array","string"],"items":{"type":["object","string"],"properties":{"item":{"type":"string"},"path":{"type":"string"},"line":{"type":["integer","string"]},"severity":{"type":"string","description":"blocking or minor"}}}}}}
                """
            )
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        var reading = ReviewInput.Read(input);
        return Task.FromResult(reading.Value is null ? ToolSchema.Failed(reading.Problems) : ToolAnswer.Of("Verdict taken."));
    }
}
