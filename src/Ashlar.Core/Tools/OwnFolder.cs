using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>
/// A private folder of its own for a command that gets a secret, so that no later command finds what it left in TMPDIR or caches (contract
/// section 5).
/// </summary>
internal sealed class OwnFolder : IDisposable
{
    private readonly string? folder;

    private OwnFolder(ToolContext context, string? folder)
    {
        Context = context;
        this.folder = folder;
    }

    /// <summary>The context with the folder.</summary>
    public ToolContext Context { get; }

    /// <summary>Whether the folder stays after the call, for a command in the background; it goes with the task then.</summary>
    public bool Stays { get; set; }

    /// <summary>Makes the folder where the commands of the task get a secret; else the context stays as it is.</summary>
    public static OwnFolder Open(ToolContext context)
    {
        if (!context.GivesSecrets)
        {
            return new OwnFolder(context, null);
        }

        var own = $"{context.Mounts.PrivateFolder}-{Guid.NewGuid():N}";
        Directory.CreateDirectory(own);
        return new OwnFolder(context with { Mounts = context.Mounts with { PrivateFolder = own } }, own);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (folder is not null && !Stays)
        {
            FolderRemoval.Delete(folder);
        }
    }
}
