using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// The parts of a private folder. Commands write what is below them and never the parts themselves, which they see as mounts; so their paths are
/// for mounts, and what lies below is opened by descriptor.
/// </summary>
/// <param name="Temporary">TMPDIR.</param>
/// <param name="Caches">What tools keep for later.</param>
/// <param name="Empty">A folder that stays empty, shown where something is hidden or must not come into being.</param>
internal sealed record PrivateFolder(string Temporary, string Caches, string Empty)
{
    /// <summary>The parts for a command; they are made when missing.</summary>
    /// <exception cref="CommandStartException">They cannot be made.</exception>
    public static PrivateFolder At(SandboxMounts mounts)
    {
        var folder = mounts.PrivateFolder;
        var parts = new PrivateFolder(
            Path.Combine(folder, "tmp"),
            mounts.Caches ?? Path.Combine(folder, "cache"),
            Path.Combine(folder, "empty")
        );
        try
        {
            foreach (var part in new[] { parts.Temporary, parts.Caches, parts.Empty })
            {
                Directory.CreateDirectory(part);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new CommandStartException($"The private folder {folder} cannot be written", trouble);
        }

        return parts;
    }
}
