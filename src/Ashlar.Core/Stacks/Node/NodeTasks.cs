using System.Text.Json;

namespace Ashlar.Core.Stacks.Node;

/// <summary>What task runners of a workspace are told to do before a task.</summary>
internal static class NodeTasks
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Whether turbo.json or nx.json has the packages built before one of the tasks.</summary>
    public static bool BuildFirst(NodeProject project, IReadOnlyList<string> tasks) =>
        (project.Files.Text("turbo.json") is { } turbo && Depends(turbo, ["tasks", "pipeline"], tasks))
        || (project.Files.Text("nx.json") is { } nx && Depends(nx, ["targetDefaults"], tasks));

    private static bool Depends(string text, string[] sections, IReadOnlyList<string> tasks)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            foreach (var section in sections)
            {
                if (!document.RootElement.TryGetProperty(section, out var all) || all.ValueKind != JsonValueKind.Object)
                {
                    continue;
                }

                foreach (var task in tasks)
                {
                    if (
                        all.TryGetProperty(task, out var one)
                        && one.ValueKind == JsonValueKind.Object
                        && one.TryGetProperty("dependsOn", out var before)
                        && before.ValueKind == JsonValueKind.Array
                        && before
                            .EnumerateArray()
                            .Any(name => name.ValueKind == JsonValueKind.String && name.GetString() is "build" or "^build")
                    )
                    {
                        return true;
                    }
                }
            }
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            // A file that cannot be read asks for nothing.
        }

        return false;
    }
}
