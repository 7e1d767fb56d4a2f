using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>What <c>Write</c> and <c>Edit</c> have in common.</summary>
internal static class FileWriting
{
    /// <summary>Keeps the one file that the call is about to change, and the name under which its new content waits.</summary>
    public static string? SnapshotBefore(JsonElement input, ToolContext context)
    {
        var relative = context.Workspace.Files.Relative(input.Text("file_path")!);
        return
            relative is { Ok: true, Value.Length: > 0 }
            && context.Tree is { } tree
            && context.Scope.DecideWrite(relative.Value, context.Existed(relative.Value)).Allowed
            ? context.Artifacts.Put(
                MaskedText.Of(context.Mask, tree.SnapshotOf(relative.Value, FileReplacement.TemporaryPath(relative.Value)).ToText())
            )
            : null;
    }

    /// <summary>Writes the bytes and says so, or says why not.</summary>
    /// <param name="context">Where.</param>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its new content.</param>
    /// <param name="before">Its content before; null where there was none.</param>
    /// <param name="success">What is said when it is written.</param>
    /// <param name="isKnown">Whether the model knows all that is in it now.</param>
    public static ToolAnswer Save(ToolContext context, string path, byte[] bytes, byte[]? before, Func<string> success, bool isKnown = true)
    {
        var written = context.Workspace.Files.Write(path, bytes);
        var changed = new FilesChanged([path]) { Lines = LineCount.Of(before, bytes) };
        return written.Ok
            ? isKnown
                ? ToolAnswer.Of(success(), new FileSeen(path, ArtifactFolder.HashOf(bytes)), changed)
                : ToolAnswer.Of(success(), changed)
            : ToolAnswer.Refused(written.Problem, $"Not written: {written.Problem}");
    }
}
