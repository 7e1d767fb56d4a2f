using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Reports;

/// <summary>
/// <c>Report</c>: hands in the task. It only says whether the report can be read; the run reads it again with
/// <see cref="ReportInput"/> and decides what it is worth.
/// </summary>
public sealed class ReportTool : ITool
{
    /// <summary>The tool's name.</summary>
    public const string Name = "Report";

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        new(
            Name,
            "Hands in the task; its last call, alone in its turn. Where your instructions show a report layout, fill these fields instead; leave out what does not apply. "
                + "Ashlar compares files and tests with what it saw. files: all changed since BASE, tests too; a rename is a deletion and a creation. "
                + "tests: the whole gate run as the runner counts; run it again if you changed a file since. "
                + "acceptance, feedback: one row for each criterion and review point (item is its id). "
                + "changed_tests: existing tests that the task made you change or remove, asked_by the words that ask for it. explained: why a numbered finding (N1) stands. "
                + "concerns: questions that do not stop you.",
            // Rows and their fields without a type: what a model writes in another form is understood by ReportInput, not refused by a check before it.
            ToolSchema.Parse(
                """
                {"type":"object","properties":{
                "status":{"description":"always: READY_FOR_REVIEW or BLOCKED"},
                "summary":{"description":"always: one sentence"},
                "files":{"type":"array","items":{"properties":{"path":{},"change":{"description":"created, modified or deleted"}}}},
                "key_changes":{"type":"array","items":{}},
                "snippet":{"properties":{"path":{},"code":{}}},
                "tests":{"properties":{"total":{},"passing":{},"failing":{},"skipped":{},"coverage_of":{"type":"array","items":{}}}},
                "acceptance":{"type":"array","items":{"properties":{"criterion":{},"met":{},"shown_by":{}}}},
                "concerns":{"type":"array","items":{}},
                "feedback":{"type":"array","items":{"properties":{"item":{},"state":{"description":"fixed, rebutted or asked"},"how":{}}}},
                "changed_tests":{"type":"array","items":{"properties":{"test":{},"why":{},"asked_by":{}}}},
                "explained":{"type":"array","items":{"properties":{"finding":{},"why":{}}}},
                "blocker":{},
                "tried":{"type":"array","items":{"properties":{"approach":{},"result":{}}}},
                "errors":{},
                "current_state":{},
                "question":{},
                "next":{}}}
                """
            )
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        var reading = ReportInput.Read(input);
        return Task.FromResult(
            reading.Value is { } report
                ? ToolAnswer.Of(
                    $"Report taken ({(report.Status == ReportStatus.Blocked ? "BLOCKED" : "READY_FOR_REVIEW")}). Ashlar checks it now."
                )
                : ToolSchema.Failed(reading.Problems)
        );
    }
}

/// <summary>What the tools of this room share: schemas, and problems as an answer.</summary>
internal static class ToolSchema
{
    /// <summary>A schema from its text, which must be valid JSON.</summary>
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text.ReplaceLineEndings(""));
        return document.RootElement.Clone();
    }

    /// <summary>A failed call that names every problem.</summary>
    public static ToolAnswer Failed(IReadOnlyList<Problem> problems) => ToolAnswer.Failed(string.Join('\n', problems));
}
