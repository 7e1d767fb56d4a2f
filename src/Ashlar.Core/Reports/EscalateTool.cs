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
            "You cannot continue without a person: stops the task until one answers. Last call of its turn. "
                + "kind scope-extension asks for files or network beyond the scope (give paths), operator-action for steps that only a person can do. "
                + "Example: {\"kind\":\"interface-deviation\",\"summary\":\"The design's POST /exports cannot return 200, the job is queued\",\"options\":[\"202 with a job id\",\"wait for the job\"]}. "
                + "Never for what you can find out or decide within the task.",
            ToolSchema.Parse(
                """
                {"type":"object","required":["kind","summary"],"properties":{
                "kind":{"type":"string","description":"question, blocker, interface-deviation, contract-deviation, scope-extension or operator-action"},
                "summary":{"type":"string","description":"The question in one sentence."},
                "details":{"type":"string"},
                "options":{"type":"array","items":{"type":"string"}},
                "paths":{"type":"array","items":{"type":"string"}}}}
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
