using Ashlar.Core.Sandboxes;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// The folder of one command about a change: HOME, TMPDIR and the folder of its results, made for it and gone with it, so that nothing which one
/// leaves meets the next. What the host itself writes for it lies beside them, where the command cannot write.
/// </summary>
internal sealed class AttemptFolder : IDisposable
{
    private readonly string path;

    private AttemptFolder(string path, SandboxMounts mounts)
    {
        this.path = path;
        Mounts = mounts;
    }

    /// <summary>What the command sees.</summary>
    public SandboxMounts Mounts { get; }

    /// <summary>The folder of results.</summary>
    public string ResultsPath => Mounts.Results!;

    /// <summary>Where the whole output is kept.</summary>
    public string OutputPath => Path.Combine(path, "output");

    /// <summary>Makes a folder below the private folder of the mounts.</summary>
    public static AttemptFolder Make(SandboxMounts mounts)
    {
        var made = Directory.CreateDirectory(Path.Combine(mounts.PrivateFolder, $"attempt-{Guid.NewGuid():N}")).FullName;
        string Part(string name) => Directory.CreateDirectory(Path.Combine(made, name)).FullName;
        return new AttemptFolder(made, mounts with { Home = Part("home"), Results = Part("results") });
    }

    /// <summary>Writes a file for the command to read; the folder that it lies in, which no command can write.</summary>
    public string Give(string name, string text)
    {
        var given = Directory.CreateDirectory(Path.Combine(path, "given")).FullName;
        File.WriteAllText(Path.Combine(given, name), text);
        return given;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            FolderRemoval.Delete(path);
        }
        catch (IOException)
        {
            // It goes with the private folder, and nothing comes back to it.
        }
    }
}
