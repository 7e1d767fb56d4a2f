using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary><c>Edit</c>: replaces an exact text in a file.</summary>
internal sealed class EditTool : IRestorableTool
{
    private const int Context = 2;
    private const int MostSpans = 8;

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec(
            "Edit",
            "Replaces old_string by new_string in a file. old_string must be in it exactly once, white space included, line numbers not; give more lines around it, or replace_all.",
            """{"file_path":{"type":"string"},"old_string":{"type":"string"},"new_string":{"type":"string"},"replace_all":{"type":"boolean"}}""",
            "\"file_path\",\"old_string\",\"new_string\""
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Restorable;

    /// <inheritdoc/>
    public Repetition RepetitionIn(ToolContext context) => Repetition.Restorable;

    /// <inheritdoc/>
    public string? SnapshotBefore(JsonElement input, ToolContext context) => FileWriting.SnapshotBefore(input, context);

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(input, context));

    private static ToolAnswer Answer(JsonElement input, ToolContext context)
    {
        var files = context.Workspace.Files;
        var (path, refusal) = PathRules.ForWriting(context, files, input.Text("file_path")!);
        if (refusal is not null)
        {
            return refusal;
        }

        var (old, put) = (input.Text("old_string")!, input.Text("new_string")!);
        var present = FreshFile.Open(context, files, path);
        if (present.Refusal is not null)
        {
            return present.Refusal;
        }

        if (old.Length == 0)
        {
            return present.Bytes is null or { Length: 0 }
                ? FileWriting.Save(context, path, Encoding.UTF8.GetBytes(put), present.Bytes, () => $"Created {path}.")
                : ToolAnswer.Failed(
                    $"old_string is empty. Give the text to replace{(context.Offers("Write") ? ", or use Write for the whole file" : "")}."
                );
        }

        if (present.Bytes is null)
        {
            return PathRules.Missing(context, files, path);
        }

        if (old == put)
        {
            return ToolAnswer.Failed("old_string and new_string are the same; nothing would change.");
        }

        return TextFile.Decode(present.Bytes) is { IsValid: true } file
            ? Replace(context, path, file, old, put, input.Flag("replace_all"), present)
            : ToolAnswer.Failed(
                $"{path} is not UTF-8 text; Edit would damage it.{(context.Offers("Bash") ? " Change it with a program through Bash." : "")}"
            );
    }

    private static ToolAnswer Replace(ToolContext context, string path, TextFile file, string old, string put, bool all, FreshFile present)
    {
        var unknown = present.Unknown;
        // A byte order mark that a model copied is not part of the text.
        old = context.Mask.Reveal(old.TrimStart('\uFEFF'), file.Text);
        put = context.Mask.Reveal(file.HasMark ? put.TrimStart('\uFEFF') : put, file.Text);
        var outcome = EditText.Replace(file.Text, old, put, all);
        if (unknown is not null && outcome.Matches.Count != 1 && ToolText.Look(context) is not null)
        {
            // A text that is there exactly once is known well enough; every other place would be a guess.
            return unknown;
        }

        if (outcome.Text is null)
        {
            return ToolAnswer.Failed(
                outcome.Matches.Count == 0
                    ? EditMiss.Explain(path, context.Mask.Mask(file.Text), context.Mask.Mask(old), ToolText.Look(context))
                    : $"old_string is in {path} {outcome.Matches.Count} times, at lines {Numbers(outcome.Matches)}. Give more lines around the one you mean, or replace_all."
            );
        }

        return FileWriting.Save(
            context,
            path,
            file.Encode(outcome.Text),
            present.Bytes,
            () => Changed(path, context.Mask.Mask(outcome.Text), outcome),
            isKnown: unknown is null
        );
    }

    private static string Changed(string path, string text, EditOutcome outcome)
    {
        var lines = TextFile.Lines(text);
        var shown = new StringBuilder(outcome.Spans.Count == 1 ? $"Edited {path}:\n" : $"Edited {path} in {outcome.Spans.Count} places:\n");
        foreach (var (first, last) in outcome.Spans.Take(MostSpans))
        {
            _ = shown.Append(NumberedLines.Of(lines, first - Context, last + Context));
            _ = outcome.Spans.Count > 1 ? shown.Append("      …\n") : shown;
        }

        return shown.ToString().TrimEnd('\n');
    }

    private static string Numbers(IReadOnlyList<int> lines) =>
        string.Join(", ", lines.Take(20)) + (lines.Count > 20 ? $" and {lines.Count - 20} more" : "");
}
