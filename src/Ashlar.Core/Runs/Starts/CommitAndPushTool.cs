using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Has Ashlar run the gates and commit what is green; the task stays open.</summary>
/// <param name="commit">Does it: message to answer.</param>
internal sealed class CommitAndPushTool(Func<MaskedText, CancellationToken, Task<ToolAnswer>> commit) : ITool
{
    /// <summary>The tool's name.</summary>
    public const string Name = "commit_and_push";

    private static readonly JsonElement Schema = JsonDocument
        .Parse(
            """{"type":"object","properties":{"message":{"type":"string","description":"Subject of the commit"}},"required":["message"]}"""
        )
        .RootElement.Clone();

    /// <inheritdoc />
    public ToolSpec Spec { get; } =
        new(
            Name,
            "Runs the gates on your present files and commits them when all are green; pushes if the run may push. Returns the commit, or what the gates found. The task stays open until Report.",
            Schema
        );

    /// <inheritdoc />
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc />
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken) =>
        commit(MaskedText.Of(context.Mask, input.GetProperty("message").GetString() ?? ""), cancellationToken);
}
