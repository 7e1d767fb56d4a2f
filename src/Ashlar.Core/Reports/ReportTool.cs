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
            "Hands in the task; last call of the task, alone in its turn. Where your instructions show a report layout, fill these fields instead. "
                + "Ashlar compares files and tests with what it saw. files: everything changed since the base, tests too. "
                + "tests: whole gate run, as the runner counts; run it again if you changed a file since. "
                + "acceptance: one row for each criterion of the task. feedback: one row for each point of a review, item is its id. "
                + "changed_tests: existing tests that the task made you change or remove, each with the words that ask for it. explained: why a numbered finding stands. "
                + "concerns: a question that does not stop you (\"Should links expire sooner?\"). Leave out fields that do not apply. "
                + "A failure you report honestly is no fault.",
            // Wide types: what a model writes in another form is understood by ReportInput, not refused by a check before it.
            ToolSchema.Parse(
                """
                {"type":"object","properties":{
                "status":{"type":"string","description":"Always: READY_FOR_REVIEW or BLOCKED"},
                "summary":{"type":"string","description":"Always: one sentence"},
                "files":{"type":"array","items":{"type":["object","string"],"properties":{"path":{"type":"string"},"change":{"type":"string","description":"created, modified or deleted; a rename is a deletion and a creation"}}}},
                "key_changes":{"type":"array","items":{"type":"string"}},
                "snippet":{"type":["object","string"],"properties":{"path":{"type":"string"},"code":{"type":"string"}}},
                "tests":{"type":["object","string"],"properties":{"total":{"type":["integer","string"]},"passing":{"type":["integer","string"]},"failing":{"type":["integer","string"]},"skipped":{"type":["integer","string"]},"coverage_of":{"type":"array","items":{"type":"string"}}}},
                "acceptance":{"type":"array","items":{"type":["object","string"],"properties":{"criterion":{"type":"string"},"met":{"type":["boolean","string"]},"shown_by":{"type":"string"}}}},
                "concerns":{"type":"array","items":{"type":"string"}},
                "feedback":{"type":"array","items":{"type":["object","string"],"properties":{"item":{"type":"string"},"state":{"type":"string","description":"fixed, rebutted or asked"},"how":{"type":"string"}}}},
                "changed_tests":{"type":["array","string"],"items":{"type":["object","string"],"properties":{"test":{"type":"string","description":"its id, its name, or its file"},"why":{"type":"string"},"asked_by":{"type":"string","description":"the task's, a document's or an answer's own words"}}}},
                "explained":{"type":["array","string"],"items":{"type":["object","string"],"properties":{"finding":{"type":"string","description":"its number: N1"},"why":{"type":"string"}}}},
                "blocker":{"type":"string"},
                "tried":{"type":"array","items":{"type":["object","string"],"properties":{"approach":{"type":"string"},"result":{"type":"string"}}}},
                "errors":{"type":["string","array"]},
                "current_state":{"type":["string","array"]},
                "question":{"type":"string"},
                "next":{"type":"string"}}}
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
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>A failed call that names every problem.</summary>
    public static ToolAnswer Failed(IReadOnlyList<Problem> problems) => ToolAnswer.Failed(string.Join('\n', problems));
}
