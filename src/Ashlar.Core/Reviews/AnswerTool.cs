using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Reviews;

/// <summary><c>Answer</c>: a tech lead's answer to a developer's question. It grants nothing.</summary>
public sealed class AnswerTool : ITool
{
    /// <summary>The tool's name.</summary>
    public const string Name = "Answer";

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        new(
            Name,
            "Answers the developer's question; alone in its turn. text: what to do, from the work order and the code. It cannot allow other files, interfaces or contracts. "
                + "If the question needs a person's decision, do not call it: say in plain text why, and the question goes to a person.",
            ToolSchema.Parse("""{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}""")
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ToolAnswer.Of("Answer taken."));

    /// <summary>The text of the call, or what is wrong with it.</summary>
    public static Reading<string> Read(JsonElement input) =>
        new InputFields(input).Text("text") is { } text
            ? new(text, [])
            : new(null, [new Problem("review.answer", "the answer is empty") { Remedy = "Send Answer again with text" }]);
}
