using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// The folder of one command about a change: HOME, TMPDIR, caches and the folder of its results, made for it and gone with it, so that nothing which one
/// leaves meets the next. What the host itself writes for it lies beside them, where the command cannot write.
/// </summary>
internal sealed class AttemptFolder : IDisposable
{
    private const string Beginning = "began";
    private readonly string folder;

    private AttemptFolder(string folder, SandboxMounts mounts)
    {
        this.folder = folder;
        Mounts = mounts;
    }

    /// <summary>What the command sees.</summary>
    public SandboxMounts Mounts { get; }

    /// <summary>The folder of results.</summary>
    public string ResultsPath => Mounts.Results!;

    /// <summary>Where the whole output is kept.</summary>
    public string OutputPath => Path.Combine(folder, "output");

    /// <summary>When it was made, by the clock of the file system: nanoseconds since 1970.</summary>
    public long Began
    {
        get
        {
            using var files = new SafeFiles(new Workspace(folder, folder));
            return files.Stat(Beginning) is { Ok: true } stamp ? stamp.Value.Changed : 0;
        }
    }

    /// <summary>Makes a folder for an attempt: caches and HOME are those of the seed, empty ones without a seed.</summary>
    public static AttemptFolder Make(GateWorld world)
    {
        var made = Empty(world.Mounts);
        if (world.Checkout?.Seed is not { } seed)
        {
            return made;
        }

        var mounts = made.Mounts;
        if (world.IsSetUp)
        {
            // What set-up installs for the user is there for all that follow.
            return new AttemptFolder(made.folder, mounts with { Home = seed.Home, Caches = seed.Caches });
        }

        if (Directory.Exists(seed.Home))
        {
            TreeCopy.Copy(seed.Home, mounts.Home!);
        }

        if (!seed.IsFrozen)
        {
            return new AttemptFolder(made.folder, mounts with { Caches = seed.Caches });
        }

        TreeCopy.Copy(seed.Caches, PrivateFolder.At(mounts).Caches);
        return made;
    }

    /// <summary>Makes a folder for a command that needs nothing of set-up: all of it is empty.</summary>
    public static AttemptFolder Empty(SandboxMounts mounts)
    {
        var made = Directory.CreateDirectory(Path.Combine(mounts.PrivateFolder, $"attempt-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(made, Beginning), "");
        string Part(string name) => Directory.CreateDirectory(Path.Combine(made, name)).FullName;
        return new AttemptFolder(
            made,
            mounts with
            {
                PrivateFolder = Part("private"),
                Home = Part("home"),
                Results = Part("results"),
                Caches = null,
            }
        );
    }

    /// <summary>What a command sees that needs no file of a checkout: an empty folder in its place, and the shared folder that a program is in.</summary>
    /// <param name="mounts">The checkout.</param>
    /// <param name="program">The program, as commands see it: the Python of a <c>.venv</c> is only there with it.</param>
    public SandboxMounts Nowhere(SandboxMounts mounts, string? program)
    {
        bool Holds(string share) => program?.StartsWith(Path.Combine(mounts.ShownRoot, share) + "/", StringComparison.Ordinal) ?? false;
        var empty = Directory.CreateDirectory(Path.Combine(folder, "nothing")).FullName;
        return Mounts with
        {
            Root = empty,
            ShownRoot = string.Equals(mounts.Root, mounts.ShownRoot, StringComparison.Ordinal) ? empty : mounts.ShownRoot,
            Writable = [],
            Shared = mounts.Shared.Where(one => Holds(one.Key)).ToDictionary(StringComparer.Ordinal),
            HiddenShared =
            [
                .. mounts.HiddenShared.Where(path =>
                    mounts.Shared.Keys.Any(share => Holds(share) && path.StartsWith($"{share}/", StringComparison.Ordinal))
                ),
            ],
        };
    }

    /// <summary>Writes a file for the command to read; the folder that it lies in, which no command can write.</summary>
    public string Give(string name, byte[] content)
    {
        var given = Directory.CreateDirectory(Path.Combine(folder, "given")).FullName;
        File.WriteAllBytes(Path.Combine(given, name), content);
        return given;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            FolderRemoval.Delete(folder);
        }
        catch (IOException)
        {
            // It goes with the private folder, and nothing comes back to it.
        }
    }
}
