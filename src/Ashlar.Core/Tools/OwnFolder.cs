using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>
/// What a command has for itself: a HOME that begins as set-up left it, and, where the commands of the task get a secret, a whole private folder,
/// so that no later command finds what it left in TMPDIR or caches (contract section 5).
/// </summary>
internal sealed class OwnFolder : IDisposable
{
    private readonly string folder;

    private OwnFolder(ToolContext context, string folder)
    {
        Context = context;
        this.folder = folder;
    }

    /// <summary>The context with the folder.</summary>
    public ToolContext Context { get; }

    /// <summary>Whether the folder stays after the call, for a command in the background; it goes with the task then.</summary>
    public bool Stays { get; set; }

    /// <summary>Makes what the command has for itself.</summary>
    public static OwnFolder Open(ToolContext context)
    {
        var own = $"{context.Mounts.PrivateFolder}-{Guid.NewGuid():N}";
        var mounts = Homed(context.Mounts, context.HomeSeed, own);
        if (context.GivesSecrets)
        {
            Directory.CreateDirectory(own);
            mounts = mounts with { PrivateFolder = own };
        }

        return new OwnFolder(context with { Mounts = mounts }, own);
    }

    /// <summary>Mounts with a HOME that is a copy of what set-up left; without one where that is nothing.</summary>
    /// <param name="mounts">The mounts.</param>
    /// <param name="seed">The HOME of set-up, in which no command runs now; null for none.</param>
    /// <param name="own">The folder that goes with the command.</param>
    public static SandboxMounts Homed(SandboxMounts mounts, string? seed, string own)
    {
        if (seed is null || !Directory.Exists(seed) || !Directory.EnumerateFileSystemEntries(seed).Any())
        {
            return mounts;
        }

        var home = Path.Combine(Directory.CreateDirectory(own).FullName, "home");
        TreeCopy.Copy(seed, home);
        return mounts with { Home = home };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Stays)
        {
            FolderRemoval.Delete(folder);
        }
    }
}
