using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Reports;

/// <summary><c>NoteDeviation</c>: a minor internal deviation; the work continues, the note reaches the report.</summary>
/// <param name="recordExists">Tells whether a path relative to the repository root is a file in the worktree.</param>
public sealed class NoteDeviationTool(Func<string, bool> recordExists) : ITool
{
    /// <summary>The tool's name.</summary>
    public const string Name = "NoteDeviation";

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        new(
            Name,
            "You do something other than written, inside your own module. "
                + "Example: what: helper in services.py instead of utils.py; why: it has one caller. "
                + "record: path of a decision record that exists. For interfaces and contracts Escalate.",
            ToolSchema.Parse(
                """
                {"type":"object","required":["what","why"],"properties":{"what":{"type":"string"},"why":{"type":"string"},"record":{"type":"string"}}}
                """
            )
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        var reading = EscalationInput.ReadDeviation(input, recordExists);
        return Task.FromResult(reading.Value is null ? ToolSchema.Failed(reading.Problems) : ToolAnswer.Of("Noted. Continue."));
    }
}
