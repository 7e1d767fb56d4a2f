using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Reports;

/// <summary><c>Escalate</c>: stops the task until a person answers. The run reads the call with <see cref="EscalationInput"/>.</summary>
public sealed class EscalateTool : ITool
{
    /// <summary>The tool's name.</summary>
    public const string Name = "Escalate";

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        new(
            Name,
            "Stops the task until a person answers; the last call of its turn. Never for what you can find out or decide within the task. "
                + "scope-extension asks for files or network beyond the scope (give paths), operator-action for what only a person can do. "
                + "Example: kind: interface-deviation; summary: POST /exports cannot return 200; options: 202 with a job id, wait.",
            ToolSchema.Parse(
                """
                {"type":"object","required":["kind","summary"],"properties":{
                "kind":{"type":"string","description":"question, blocker, interface-deviation, contract-deviation, scope-extension or operator-action"},
                "summary":{"type":"string"},
                "details":{"type":"string"},
                "options":{"type":"array","items":{}},
                "paths":{"type":"array","items":{}}}}
                """
            )
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        var reading = EscalationInput.Read(input);
        return Task.FromResult(
            reading.Value is null
                ? ToolSchema.Failed(reading.Problems)
                : ToolAnswer.Of("Escalated. The task stops here until a person answers.")
        );
    }
}
