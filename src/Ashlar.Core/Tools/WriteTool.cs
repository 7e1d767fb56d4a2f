using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary><c>Write</c>: a whole file, new or replaced.</summary>
internal sealed class WriteTool : IRestorableTool
{
    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec(
            "Write",
            "Writes a whole file; folders above it are made. You must have read an existing file since it last changed.",
            """{"file_path":{"type":"string"},"content":{"type":"string"}}""",
            "\"file_path\",\"content\""
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

        var present = FreshFile.Open(context, files, path);
        if ((present.Refusal ?? present.Unknown) is { } hindrance)
        {
            return hindrance;
        }

        var content = input.Text("content")!;
        if (present.Bytes is { } old)
        {
            content = context.Mask.Reveal(content, Encoding.UTF8.GetString(old));
        }

        var lines = TextFile.Lines(content).Count;
        return FileWriting.Save(
            context,
            path,
            Encoding.UTF8.GetBytes(content),
            present.Bytes,
            () => $"{(present.Bytes is null ? "Created" : "Replaced")} {path}, {lines} {(lines == 1 ? "line" : "lines")}."
        );
    }
}
