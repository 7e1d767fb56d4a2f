using System.Text.Json;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Bubblewrap;

/// <summary>What bubblewrap says about the sandbox that it makes.</summary>
internal static class SandboxInfo
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The process id, as the host sees it, of the first process in the sandbox; null when bubblewrap gave up.</summary>
    public static int? ReadChild(PipePair info)
    {
        var bytes = new byte[4096];
        var length = 0;
        while (length < bytes.Length)
        {
            var count = info.Receive(bytes.AsSpan(length), Patience);
            if (count <= 0)
            {
                break;
            }

            length += count;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
            return document.RootElement.GetProperty("child-pid").GetInt32();
        }
        catch (Exception trouble) when (trouble is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
