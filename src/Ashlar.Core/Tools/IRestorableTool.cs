using System.Text.Json;

namespace Ashlar.Core.Tools;

/// <summary>A tool that changes files and can say before it does so how to take that back.</summary>
internal interface IRestorableTool : ITool
{
    /// <summary>What repeating a call would mean in this task; commands that reach outside are not repeated.</summary>
    Repetition RepetitionIn(ToolContext context);

    /// <summary>
    /// Keeps what the call is about to change; the hash of the artifact that lists it, for the journal. Null when there is nothing to keep.
    /// </summary>
    string? SnapshotBefore(JsonElement input, ToolContext context);
}
